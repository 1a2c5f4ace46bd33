package io.ambit.stack.cli;

import io.ambit.stack.load.Score;
import io.ambit.stack.load.Tally;
import java.util.concurrent.TimeUnit;

/**
 * How much of its demand the demo offers. Processes that have just started are slow, and a machine
 * may be too slow for all of it: it begins with little, adds a tenth at each look while answers
 * come in time, stays where they are late, and goes down by half where they are far too late,
 * missing, or too many are waited for. Not thread-safe.
 */
final class DemoRate {
  /** The part of the demand that it begins with, and never goes below. */
  private static final int FIRST_PART = 64;

  private static final double IN_TIME_MILLIS = 50;
  private static final double TOO_LATE_MILLIS = 250;

  /** So much of a rate may be open: what arrives in that time. */
  private static final int OPEN_PARTS_OF_SECOND = 32;

  private static final int LEAST_OPEN = 8;

  private final int fullPerSecond;
  private final int leastPerSecond;
  private int nowPerSecond;
  private int slowdowns;

  DemoRate(int fullPerSecond) {
    this.fullPerSecond = fullPerSecond;
    this.leastPerSecond = Math.max(1, fullPerSecond / FIRST_PART);
    this.nowPerSecond = leastPerSecond;
  }

  /**
   * What to offer next.
   *
   * @param seen since the last look
   * @param heldNanos of that time nothing was offered, because too much was open
   */
  void look(Score seen, long heldNanos) {
    Tally tally = seen.total();
    double slowMillis = seen.latencyMicros().getValueAtPercentile(99) / 1_000.0;
    boolean missing = tally.failed() + tally.notSent() > 0;
    if (missing || slowMillis > TOO_LATE_MILLIS || heldNanos > seen.lengthNanos() / 2) {
      slowDown();
    } else if (tally.offered() > 0 && slowMillis <= IN_TIME_MILLIS && heldNanos == 0) {
      nowPerSecond = Math.min(fullPerSecond, nowPerSecond + Math.max(1, nowPerSecond / 10));
    }
  }

  private void slowDown() {
    if (nowPerSecond > leastPerSecond) {
      slowdowns++;
    }
    nowPerSecond = Math.max(leastPerSecond, nowPerSecond / 2);
  }

  int perSecond() {
    return nowPerSecond;
  }

  /** Requests that may be under way at this rate. */
  int mostOpen() {
    return Math.max(LEAST_OPEN, nowPerSecond / OPEN_PARTS_OF_SECOND);
  }

  boolean isFull() {
    return nowPerSecond == fullPerSecond;
  }

  /** What there is to say of it, after what was offered; empty if all of it is. */
  String text() {
    if (isFull()) {
      return "";
    }
    return "  %s: %d of %d/s"
        .formatted(
            slowdowns == 0 ? "warming up" : "as fast as answers come", nowPerSecond, fullPerSecond);
  }

  /** In all. */
  String summary(long heldNanos) {
    return "slowed down %d times, held back for %.1f s"
        .formatted(slowdowns, heldNanos / (double) TimeUnit.SECONDS.toNanos(1));
  }
}
