package io.ambit.lease.tree;

import java.util.Random;

/** A monotonic clock that starts anywhere and runs up to 0.1 % fast or slow. */
record DriftingClock(long offsetNanos, long ratePartsPerMillion) {
  private static final int WORST = 1_000;

  /** Half of all clocks are as wrong as they may be: extremes find what the middle hides. */
  static DriftingClock draw(Random random) {
    int rate = random.nextInt(2 * WORST + 1) - WORST;
    return new DriftingClock(
        random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L),
        random.nextBoolean() ? rate : Integer.signum(rate) * WORST);
  }

  long at(long trueNanos) {
    return offsetNanos + trueNanos + trueNanos / 1_000_000 * ratePartsPerMillion;
  }
}
