package io.ambit.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import redis.embedded.core.ExecutableProvider;

/** The Redis server for this machine, taken out of the Maven artifact that carries it. */
final class RedisBinary {
  private RedisBinary() {}

  /** The executable in {@code directory}, put there if it is not there yet. */
  static Path in(Path directory) throws IOException {
    Path binary = directory.resolve("redis-server");
    if (!Files.isExecutable(binary)) {
      Files.createDirectories(directory);
      Path unpacked = Files.createTempDirectory(directory, "unpack");
      Path found = ExecutableProvider.newJarResourceProvider(unpacked.toFile()).get().toPath();
      // Moved whole, so that an interrupted start leaves no half of a binary behind.
      Files.move(found, binary, StandardCopyOption.ATOMIC_MOVE);
      Files.delete(unpacked);
    }
    return binary;
  }
}
