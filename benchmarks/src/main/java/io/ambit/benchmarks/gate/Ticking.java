package io.ambit.benchmarks.gate;

import io.ambit.edge.admission.Gate;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What an agent's loop does to a gate while others decide. */
final class Ticking implements AutoCloseable {
  private static final long TICK_MILLIS = 50;

  private final ScheduledExecutorService loop =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "loop");
            thread.setDaemon(true);
            return thread;
          });

  /** Reads the counters at every tick. */
  static Ticking of(Gate gate) {
    Ticking ticking = new Ticking();
    ticking.every(TICK_MILLIS, () -> gate.readUsage(System.nanoTime()));
    return ticking;
  }

  /** Does something besides. */
  void every(long millis, Runnable task) {
    var unused = loop.scheduleAtFixedRate(task, millis, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    loop.shutdownNow();
  }
}
