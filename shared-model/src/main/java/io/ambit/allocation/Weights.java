package io.ambit.allocation;

import io.ambit.model.Bounds;
import java.util.Arrays;

/**
 * How those who share count against each other: from 1 to 2²⁰ each, in the order of what they ask.
 * The array is not copied and must not change.
 */
public final class Weights {
  static final long MOST = 1L << 20;

  final long[] of;
  final long largest;
  final long sum;

  private Weights(long[] of, long largest, long sum) {
    this.of = of;
    this.largest = largest;
    this.sum = sum;
  }

  public static Weights of(long... weights) {
    for (long weight : weights) {
      Bounds.require("weight", weight, 1, MOST);
    }
    return new Weights(
        weights, Arrays.stream(weights).max().orElse(1), Arrays.stream(weights).sum());
  }

  /** Weights that are yet to be written, and sum to {@link #MOST} but for rounding. */
  static Weights unwritten(int width) {
    return new Weights(new long[width], MOST, MOST + width);
  }

  public static Weights equal(int width) {
    long[] ones = new long[width];
    Arrays.fill(ones, 1);
    return new Weights(ones, 1, width);
  }

  public int width() {
    return of.length;
  }
}
