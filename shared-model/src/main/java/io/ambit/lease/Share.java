package io.ambit.lease;

import io.ambit.model.Bounds;

/**
 * A part of a limit: tokens arrive at {@code rateMilli} and at most {@code depthMilli} of them are
 * kept, both in milli-units (per second). Depth is capacity, not tokens: it grants nothing by
 * itself.
 */
public record Share(long rateMilli, long depthMilli) {
  /** 10⁹ units in milli-units: keeps every sum and product of the allocators inside a long. */
  public static final long MAX_MILLI = 1_000_000_000_000L;

  public static final Share NONE = new Share(0, 0);

  public Share {
    Bounds.require("rateMilli", rateMilli, 0, MAX_MILLI);
    Bounds.require("depthMilli", depthMilli, 0, MAX_MILLI);
  }

  /** The sum, held at {@link #MAX_MILLI}: a child that claims the impossible gets no free room. */
  public Share plus(Share other) {
    return new Share(
        Math.min(MAX_MILLI, rateMilli + other.rateMilli),
        Math.min(MAX_MILLI, depthMilli + other.depthMilli));
  }

  /** What is left after taking {@code other} away; never below zero, in each part by itself. */
  public Share minus(Share other) {
    return new Share(
        Math.max(0, rateMilli - other.rateMilli), Math.max(0, depthMilli - other.depthMilli));
  }

  public Share max(Share other) {
    if (covers(other)) {
      return this;
    }
    return other.covers(this)
        ? other
        : new Share(Math.max(rateMilli, other.rateMilli), Math.max(depthMilli, other.depthMilli));
  }

  public Share min(Share other) {
    if (other.covers(this)) {
      return this;
    }
    return covers(other)
        ? other
        : new Share(Math.min(rateMilli, other.rateMilli), Math.min(depthMilli, other.depthMilli));
  }

  /** Whether {@code other} fits into this in both parts. */
  public boolean covers(Share other) {
    return rateMilli >= other.rateMilli && depthMilli >= other.depthMilli;
  }

  public boolean isNone() {
    return rateMilli == 0 && depthMilli == 0;
  }
}
