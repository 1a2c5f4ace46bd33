package io.ambit.edge.core.offender;

import java.util.SplittableRandom;

/** An offender: draws at random. */
public final class DiceThrowingCore {
  private DiceThrowingCore() {}

  public static int draw() {
    return new SplittableRandom().nextInt();
  }
}
