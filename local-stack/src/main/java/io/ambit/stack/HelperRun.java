package io.ambit.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program that is to end by itself. */
final class HelperRun {
  private HelperRun() {}

  /**
   * Returns when the program has ended well.
   *
   * @param log receives what it prints
   * @throws IOException if it ended otherwise or not within the bound; says which, and names the
   *     log
   */
  static void toEnd(List<String> command, Path log, Duration bound) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(bound.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("no end within %d s, see %s".formatted(bound.toSeconds(), log));
      }
      if (process.exitValue() != 0) {
        throw new IOException("exit status %d, see %s".formatted(process.exitValue(), log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
