package io.ambit.stack;

import java.time.Duration;
import java.util.Optional;

/**
 * How a process is doing.
 *
 * @param pid of the running process
 * @param uptime since the process began
 */
public record ProcessStatus(
    StackProcess process, State state, Optional<Long> pid, Optional<Duration> uptime) {
  /** From best to worst. */
  public enum State {
    /** Runs and does its work. */
    READY,
    /** Runs, but does not answer that it does its work. */
    ALIVE,
    /** Was started and ended without being asked to. */
    DEAD,
    /** Was never started, or was stopped. */
    NOT_STARTED
  }
}
