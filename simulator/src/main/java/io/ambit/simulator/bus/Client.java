package io.ambit.simulator.bus;

/**
 * A process's end of its connection to one broker: the links, and how to reach the process as long
 * as it is the same incarnation.
 */
public interface Client {
  /** From the process to the broker. */
  Link up();

  /** From the broker to the process. */
  Link down();

  /** Whether the incarnation that made this client still runs. */
  boolean isAlive();

  /** Runs {@code action} in the process, when it is not paused; never, if it is gone by then. */
  void run(Runnable action);
}
