package io.ambit.escrow;

/** The mean rate of a limit over the last whole second or so. Not thread-safe. */
final class SpendRate {
  private static final long SPAN_NANOS = 1_000_000_000;

  private long sinceNanos;
  private long milli;
  private long perSecondMilli;

  SpendRate(long nowNanos) {
    sinceNanos = nowNanos;
  }

  void add(long growthMilli) {
    milli += Math.max(0, growthMilli);
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
