package io.ambit.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a module's build made to be run, as it is deployed. */
public final class ExecutableJar {
  private ExecutableJar() {}

  /**
   * That of a module.
   *
   * @throws StackException if it is not built
   */
  public static Path of(Path checkout, String module) {
    Path target = checkout.resolve(module).resolve("target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-exec.jar"))
          .findFirst()
          .orElseThrow(() -> new StackException("%s holds no *-exec.jar".formatted(target)));
    } catch (IOException e) {
      throw new StackException("%s is not built".formatted(module), e);
    }
  }
}
