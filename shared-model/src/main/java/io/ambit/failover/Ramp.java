package io.ambit.failover;

import io.ambit.model.FailoverPolicy;

/**
 * The steps in which traffic leaves a region and comes back: a hundredth first, so that what goes
 * wrong goes wrong for few. Pure.
 */
public final class Ramp {
  /** How much has moved after each step, of ten thousand. */
  private static final int[] STEPS = {100, 500, 2_500, 5_000, FailoverPolicy.WHOLE};

  private Ramp() {}

  /** What is away after one more step out. */
  public static int out(int away) {
    for (int step : STEPS) {
      if (step > away) {
        return step;
      }
    }
    return FailoverPolicy.WHOLE;
  }

  /** What is still away after one more step back. */
  public static int back(int away) {
    return FailoverPolicy.WHOLE - out(FailoverPolicy.WHOLE - away);
  }

  /** How many steps there are one way. */
  public static int steps() {
    return STEPS.length;
  }
}
