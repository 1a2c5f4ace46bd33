package io.ambit.simulator.home;

import java.util.random.RandomGenerator;

/** A monotonic clock that began at any time and is wrong in rate by up to one in a thousand. */
record HomeClock(long offsetNanos, double rate) {
  private static final long FARTHEST_NANOS = 5_000_000_000L;
  private static final double MOST_DRIFT = 1e-3;

  static HomeClock draw(RandomGenerator dice) {
    return new HomeClock(
        dice.nextLong(-FARTHEST_NANOS, FARTHEST_NANOS),
        1 + dice.nextDouble(-MOST_DRIFT, MOST_DRIFT));
  }

  /** What it shows at a true instant. */
  long at(long nanos) {
    return offsetNanos + (long) (nanos * rate);
  }
}
