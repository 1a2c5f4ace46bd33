package io.ambit.model;

/**
 * What an edge does for a tenant once its lease has ended and nobody renews it: first {@code
 * graceMillis} at the same rate, then {@code mode}.
 *
 * @param graceMillis 0 to 600,000; the parent charges it like the lease
 * @param safeFactorMilli k of {@code safe(k)} in thousandths, 1,000 to 100,000
 */
public record ControlLoss(long graceMillis, Mode mode, long safeFactorMilli) {
  public static final long MAX_GRACE_MILLIS = 600_000;
  public static final ControlLoss DEFAULT = new ControlLoss(15_000, Mode.HOLD, 1_000);

  /**
   * The rung below grace. Only {@code SAFE} and {@code OPEN} may exceed the contract, as declared.
   */
  public enum Mode {
    HOLD,
    SAFE,
    CLOSED,
    OPEN
  }

  public ControlLoss {
    Bounds.require("graceMillis", graceMillis, 0, MAX_GRACE_MILLIS);
    Bounds.require("safeFactor", safeFactorMilli, 1_000, 100_000);
  }
}
