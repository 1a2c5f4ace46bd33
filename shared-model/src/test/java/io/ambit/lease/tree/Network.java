package io.ambit.lease.tree;

import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Links between nodes, each way by itself. Promises nothing about any message. */
final class Network {
  private static final long MILLI = 1_000_000;
  private static final int USUAL_DELAY_MILLIS = 15;

  private final Schedule schedule;
  private final Random random;
  private final Faults faults;
  private final SortedMap<String, Long> cutUntilNanos = new TreeMap<>();

  Network(Schedule schedule, Random random, Faults faults) {
    this.schedule = schedule;
    this.random = random;
    this.faults = faults;
  }

  void send(String link, Runnable delivery) {
    boolean cut = cutUntilNanos.getOrDefault(link, 0L) > schedule.nowNanos();
    if (cut || random.nextDouble() < faults.loss()) {
      return;
    }
    schedule.in(delayNanos(), delivery);
    if (random.nextDouble() < faults.doubled()) {
      schedule.in(delayNanos(), delivery);
    }
  }

  void cut(String link, long nanos) {
    cutUntilNanos.put(link, schedule.nowNanos() + nanos);
  }

  private long delayNanos() {
    long millis =
        random.nextDouble() < faults.late()
            ? random.nextInt(faults.worstDelayMillis())
            : 1 + random.nextInt(USUAL_DELAY_MILLIS);
    return millis * MILLI + random.nextInt(1_000_000);
  }
}
