package io.ambit.edge.backend;

import io.ambit.failover.Ramp;

/**
 * How much of a pool's traffic goes to other regions because of what is known of the pool: as much
 * as its members that are out would have taken, at once, as soon as those are more than half of it.
 * Back it comes step by step, so that members that are well again are not met by everything. Not
 * thread-safe; the loop's.
 */
final class Ebb {
  /** In parts of ten thousand, as all here. Up to half, the others carry it. */
  static final int CARRIED = 5_000;

  static final long STEP_NANOS = 2_000_000_000L;

  private int away;
  private long steppedNanos;

  /**
   * One look.
   *
   * @param out the part of the members that takes no requests
   * @return how much is to go elsewhere
   */
  int step(long nowNanos, int out) {
    int wanted = out > CARRIED ? out : 0;
    if (wanted >= away) {
      away = wanted;
      steppedNanos = nowNanos;
    } else if (nowNanos - steppedNanos >= STEP_NANOS) {
      steppedNanos = nowNanos;
      away = Math.max(wanted, Ramp.back(away));
    }
    return away;
  }
}
