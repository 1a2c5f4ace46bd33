package io.ambit.lease;

/**
 * How long a lease lasts on either side of it. Only durations travel, never instants, and each side
 * measures on its own clock; the holder stops early and the granter waits long by more than two
 * clocks can drift apart, so the holder always stops first, whatever the network does.
 *
 * <p>With clocks wrong by up to ρ in rate, that holds for every delay exactly if {@code ε ≥ ρ} (the
 * holder counts from when it sent the request, the granter from when it answers).
 */
public final class Durations {
  /** ε: one part in a thousand, for clocks whose rate is up to 0.1 % wrong. */
  private static final long EPSILON_DIVISOR = 1_000;

  private Durations() {}

  /** How long the holder of a lease of {@code nanos} uses it: D(1−ε), rounded down. */
  public static long held(long nanos) {
    return nanos - roundedUp(nanos);
  }

  /** How long the granter of a lease of {@code nanos} charges it: D(1+ε), rounded up. */
  public static long charged(long nanos) {
    return nanos + roundedUp(nanos);
  }

  /** A rate that a clock running fast by ε does not exceed: r(1−ε), rounded down. */
  public static long derated(long rateMilli) {
    return rateMilli - roundedUp(rateMilli);
  }

  public static long ofMillis(long millis) {
    return millis * 1_000_000;
  }

  public static long toMillis(long nanos) {
    return nanos / 1_000_000;
  }

  /** Rounded up, for what must not end early. */
  static long toMillisUp(long nanos) {
    return (nanos + 999_999) / 1_000_000;
  }

  private static long roundedUp(long value) {
    return (value + EPSILON_DIVISOR - 1) / EPSILON_DIVISOR;
  }
}
