package io.ambit.stack.drill;

import io.ambit.stack.StackException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server in a process of its own, with what processes it makes, and what all have cost so far.
 */
final class DoorServer implements AutoCloseable {
  private static final long STOPS_WITHIN_SECONDS = 10;

  private final String name;
  private final Process process;
  private final Path log;

  /**
   * Starts it.
   *
   * @param log gets what it prints
   */
  DoorServer(String name, List<String> command, Path log) throws IOException {
    this.name = name;
    this.log = log;
    this.process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  /** The processors' time it has taken, in steps of what the system counts in: 10 ms on Linux. */
  Duration cpu() {
    if (!process.isAlive()) {
      throw new StackException("%s has ended, see %s".formatted(name, log));
    }
    ProcessHandle own = process.toHandle();
    return Stream.concat(Stream.of(own), own.descendants())
        .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOPS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
