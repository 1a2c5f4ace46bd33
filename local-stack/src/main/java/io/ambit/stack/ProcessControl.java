package io.ambit.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One process of a stack as it runs, or does not: what can be asked of it and done to it. */
final class ProcessControl {
  /** Who is not ready by then never will be, even on a busy machine. */
  private static final Duration READY_WITHIN = Duration.ofMinutes(3);

  /** From TERM to KILL. */
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(15);

  private static final Duration DIES_WITHIN = Duration.ofSeconds(10);
  private static final int TAIL_LINES = 40;

  private final StackProcess process;
  private final PidFile pidFile;
  private final Path log;
  private final Probe probe;

  ProcessControl(Site site, StackProcess process, Probe probe) {
    this.process = process;
    this.pidFile = new PidFile(site.pidFile(process.name()), process.directory());
    this.log = site.logFile(process.name());
    this.probe = probe;
  }

  StackProcess description() {
    return process;
  }

  boolean runs() {
    return pidFile.process().isPresent();
  }

  boolean isReady() {
    try {
      return runs() && probe.isReady(process.readiness());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted", e);
    }
  }

  /**
   * Returns when the process is ready.
   *
   * @throws StackException with the end of its log, if it ends instead or takes too long
   */
  void awaitReady() {
    boolean decided = Waiting.until(() -> !runs() || isReady(), READY_WITHIN);
    if (!runs()) {
      throw failure("ended while starting");
    }
    if (!decided) {
      throw failure("is not ready after %d s".formatted(READY_WITHIN.toSeconds()));
    }
  }

  /** Asks the process to end. */
  void terminate() {
    pidFile.process().ifPresent(ProcessHandle::destroy);
  }

  /** Returns when the process that was asked to end is gone; kills it if that takes too long. */
  void awaitStopped() {
    if (!Waiting.until(() -> !runs(), STOPS_WITHIN)) {
      kill();
    }
    pidFile.delete();
  }

  /** Kills the process as {@code kill -9} does, and returns when it is gone. */
  void kill() {
    pidFile.process().ifPresent(ProcessHandle::destroyForcibly);
    if (!Waiting.until(() -> !runs(), DIES_WITHIN)) {
      throw new StackException("%s survives a kill".formatted(process.name()));
    }
  }

  /** Sends a signal by its name, such as {@code STOP}. */
  void signal(String signal) throws InterruptedException {
    long pid =
        pidFile
            .process()
            .orElseThrow(() -> new StackException("%s does not run".formatted(process.name())))
            .pid();
    try {
      int status = new ProcessBuilder("kill", "-" + signal, "" + pid).start().waitFor();
      if (status != 0) {
        throw new StackException("kill -%s %d: status %d".formatted(signal, pid, status));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ProcessStatus status() {
    Optional<ProcessHandle> handle = pidFile.process();
    return new ProcessStatus(
        process,
        state(),
        handle.map(ProcessHandle::pid),
        handle.flatMap(h -> h.info().startInstant()).map(t -> Duration.between(t, Instant.now())));
  }

  private ProcessStatus.State state() {
    if (runs()) {
      return isReady() ? ProcessStatus.State.READY : ProcessStatus.State.ALIVE;
    }
    return pidFile.exists() ? ProcessStatus.State.DEAD : ProcessStatus.State.NOT_STARTED;
  }

  private StackException failure(String what) {
    String tail = String.join("\n  ", new LogFile(log).lastLines(TAIL_LINES));
    return new StackException(
        "%s %s; the end of %s:\n  %s".formatted(process.name(), what, log, tail));
  }
}
