package io.ambit.edge.admission;

/**
 * Milli-units that arrive at a constant rate from a moment on, in exact integers: nothing is lost
 * to rounding from one accrual to the next, and nothing overflows for rates up to 10¹² milli-units
 * per second within 10⁶ seconds.
 *
 * @param milli how many there are at {@code startNanos}; may be negative
 * @param fraction 10⁻⁹ milli-units there are besides, 0 to 10⁹ − 1
 */
record Accrual(long startNanos, long milli, long fraction, long rateMilli) {
  private static final long NANOS = 1_000_000_000;

  /** How many there are; before the start as many as at the start. */
  long milliAt(long nowNanos) {
    return milliAfter(nowNanos - startNanos, milli, fraction, rateMilli);
  }

  /**
   * The same for who keeps the parts at hand; none has elapsed if {@code elapsedNanos} is below 0.
   */
  static long milliAfter(long elapsedNanos, long milli, long fraction, long rateMilli) {
    long elapsed = Math.max(0, elapsedNanos);
    long seconds = elapsed / NANOS;
    long nanos = elapsed % NANOS;
    return milli
        + rateMilli * seconds
        + rateMilli / NANOS * nanos
        + (rateMilli % NANOS * nanos + fraction) / NANOS;
  }

  /** Goes on at another rate from {@code nowNanos}. */
  Accrual turn(long nowNanos, long newRateMilli) {
    return new Accrual(nowNanos, milliAt(nowNanos), fractionAt(nowNanos), newRateMilli);
  }

  private long fractionAt(long nowNanos) {
    long nanos = Math.max(0, nowNanos - startNanos) % NANOS;
    return (rateMilli % NANOS * nanos + fraction) % NANOS;
  }
}
