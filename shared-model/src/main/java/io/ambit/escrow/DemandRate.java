package io.ambit.escrow;

import io.ambit.lease.Share;

/**
 * The mean rate at which a limit is asked for, refused or not, over the last whole second or so:
 * what is spent alone would grow no faster than it is supplied. Not thread-safe.
 */
final class DemandRate {
  private static final long SPAN_NANOS = 1_000_000_000;

  private long sinceNanos;
  private long milli;
  private long perSecondMilli;

  DemandRate(long nowNanos) {
    sinceNanos = nowNanos;
  }

  /** Adds what was asked for, held at what no sum of two overflows. */
  void add(long askedMilli) {
    milli = Math.min(Share.MAX_MILLI, milli + Math.min(Share.MAX_MILLI, askedMilli));
  }

  void pass(long nowNanos) {
    long elapsed = nowNanos - sinceNanos;
    if (elapsed >= SPAN_NANOS) {
      perSecondMilli = (long) (milli * (double) SPAN_NANOS / elapsed);
      milli = 0;
      sinceNanos = nowNanos;
    }
  }

  /** Of the running second as soon as that says more. */
  long perSecondMilli() {
    return Math.max(perSecondMilli, milli);
  }
}
