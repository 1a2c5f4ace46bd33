package io.ambit.stack.system;

import io.ambit.stack.LocalStack;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** What an earlier run left in the same place: files, and processes if it was cut short. */
final class Leftovers {
  private Leftovers() {}

  static void clear(LocalStack stack) throws IOException {
    Path home = stack.site().home();
    stack.down();
    if (Files.exists(home)) {
      Files.walkFileTree(home, new Remove());
    }
  }

  private static final class Remove extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
