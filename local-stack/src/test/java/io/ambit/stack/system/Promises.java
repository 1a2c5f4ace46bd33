package io.ambit.stack.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;

/** What was promised and what was measured, a line each: on standard output and in a file. */
final class Promises {
  /** Everything these tests leave behind. */
  static final Path DIRECTORY = Path.of("target", "it").toAbsolutePath();

  private static final Path FILE = DIRECTORY.resolve("results.txt");

  private static boolean begun;

  private Promises() {}

  /** Begins the file anew, with the first test that has something to say. */
  static synchronized void begin() {
    if (begun) {
      return;
    }
    begun = true;
    try {
      Files.createDirectories(DIRECTORY);
      Files.deleteIfExists(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Said before anything is asserted, so that a broken promise has its figure too. */
  static void measured(String promise, String bound, String measured) {
    String line = "%s | %s | %s".formatted(promise, bound, measured);
    System.out.println(line);
    begin();
    try {
      Files.writeString(FILE, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
  }

  static String percent(double part, double whole) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * part / whole);
  }
}
