package io.ambit.edge.admission;

import io.ambit.model.Limit;

/**
 * How much is asked of one limit, as a mean that follows with a time constant of half a second, and
 * whether that is enough for threads to have parts of their own. Loop only.
 */
final class Offered {
  private static final double FOLLOW_SECONDS = 0.5;

  /**
   * From so much on a bucket is divided, and down to so much: with less, two threads seldom meet at
   * it, and of many buckets cells would only crowd out of caches what they are to make fast.
   */
  private static final double HOT_MILLI_PER_SECOND = 50_000.0 * Limit.MILLI;

  private static final double COLD_MILLI_PER_SECOND = 20_000.0 * Limit.MILLI;

  /** Less is nothing: the bucket need not be looked at until it is asked for again. */
  private static final double LEAST_MILLI_PER_SECOND = Limit.MILLI;

  /**
   * From so much on a bucket is looked at at every tick: with less its mean says nothing that its
   * tokens do not say, and of many buckets that are asked now and then the loop would only take
   * from the threads that decide what they have in their caches.
   */
  private static final double AWAKE_MILLI_PER_SECOND = 10.0 * Limit.MILLI;

  private long seenMilli;
  private long seenNanos;
  private double milliPerSecond;
  private boolean hot;
  private long hotNanos;

  Offered(long nowNanos, long offeredMilli) {
    this.seenMilli = offeredMilli;
    this.seenNanos = nowNanos;
  }

  /** Takes in what was offered until now, since the process began. */
  void measure(long nowNanos, long offeredMilli) {
    double seconds = (nowNanos - seenNanos) / 1e9;
    if (seconds > 0) {
      double weight = Math.min(1, seconds / FOLLOW_SECONDS);
      milliPerSecond += weight * ((offeredMilli - seenMilli) / seconds - milliPerSecond);
      if (milliPerSecond < LEAST_MILLI_PER_SECOND) {
        milliPerSecond = 0;
      }
      seenMilli = offeredMilli;
      seenNanos = nowNanos;
    }
    hot = milliPerSecond >= (hot ? COLD_MILLI_PER_SECOND : HOT_MILLI_PER_SECOND);
    if (hot) {
      hotNanos = nowNanos;
    }
  }

  /** Nothing was offered until {@code sinceNanos}. */
  void idleUntil(long sinceNanos) {
    if (sinceNanos - seenNanos > 0) {
      seenNanos = sinceNanos;
    }
  }

  /** Whether a bucket that was asked for {@code milli} after a rest need not be awake for that. */
  static boolean isLittle(long milli, long nanos) {
    return milli < AWAKE_MILLI_PER_SECOND * Math.max(FOLLOW_SECONDS, nanos / 1e9);
  }

  /** Whether it is asked for enough to be looked at at every tick. */
  boolean isAwake() {
    return milliPerSecond >= AWAKE_MILLI_PER_SECOND;
  }

  double milliPerSecond() {
    return milliPerSecond;
  }

  /** Whether it is asked for much. */
  boolean isHot() {
    return hot;
  }

  /** Whether it was asked for much in the last {@code nanos}. */
  boolean wasHotWithin(long nanos, long nowNanos) {
    return nowNanos - hotNanos <= nanos;
  }
}
