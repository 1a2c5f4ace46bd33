package io.ambit.usage;

import io.ambit.model.Bounds;

/**
 * How many lines may be told: so many per second, and what was not used for about two seconds. It
 * bounds control traffic by its own rate, whatever there is to tell; who has little to tell never
 * notices. Not thread-safe.
 */
public final class Allowance {
  private static final long NANOS = 1_000_000_000;
  private static final long LONGEST_NANOS = 4 * NANOS;

  private final long perSecond;
  private final long most;
  private long lines;
  private long fraction;
  private long accruedNanos;
  private boolean begun;

  /** Allows so many lines per second. */
  public Allowance(long perSecond) {
    Bounds.require("perSecond", perSecond, 1, 1_000_000);
    this.perSecond = perSecond;
    this.most = 2 * perSecond;
    this.lines = most;
  }

  /** What may be told now; negative where more was told than there was. */
  public long left(long nowNanos) {
    if (begun) {
      long elapsed = Math.clamp(nowNanos - accruedNanos, 0, LONGEST_NANOS);
      long product = elapsed * perSecond + fraction;
      fraction = product % NANOS;
      lines = Math.min(most, lines + product / NANOS);
    }
    begun = true;
    accruedNanos = nowNanos;
    return lines;
  }

  /** So many were told. What could not wait is made up for, but for no longer than two seconds. */
  public void spend(long told) {
    lines = Math.max(-most, lines - told);
  }
}
