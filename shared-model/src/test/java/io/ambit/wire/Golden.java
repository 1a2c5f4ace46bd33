package io.ambit.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes that are kept of every kind of record, by the major that wrote them. */
final class Golden {
  static final Path DIRECTORY = Path.of("src/test/resources/golden");

  private Golden() {}

  static byte[] bytes(String major, String name) {
    try {
      return Files.readAllBytes(DIRECTORY.resolve(major).resolve(name + ".bin"));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
