package io.ambit.benchmarks.allocation;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Weighted max-min by sorting, to compare with: who is full first is served first, and each takes
 * its part by weight of what is left. Once with a comparator, as Ambit did it at first, and once
 * with the order packed into numbers, which the JDK sorts by vector instructions.
 */
final class SortedFilling {
  private final Integer[] order;
  private final long[] keys;

  SortedFilling(int width) {
    this.order = new Integer[width];
    this.keys = new long[width];
  }

  void byComparator(long total, long[] caps, long[] weights, long[] shares) {
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> (double) caps[i] / weights[i]));
    long left = total;
    long weightLeft = Arrays.stream(weights).sum();
    for (int i : order) {
      shares[i] = Math.min(caps[i], left * weights[i] / weightLeft);
      left -= shares[i];
      weightLeft -= weights[i];
    }
  }

  void byNumber(long total, long[] caps, long[] weights, long[] shares) {
    long weightLeft = 0;
    for (int i = 0; i < keys.length; i++) {
      // The bits of a float that is not negative are in its order.
      keys[i] = (long) Float.floatToRawIntBits((float) caps[i] / weights[i]) << 32 | i;
      weightLeft += weights[i];
    }
    Arrays.sort(keys);
    long left = total;
    for (long key : keys) {
      int i = (int) key;
      shares[i] = Math.min(caps[i], left * weights[i] / weightLeft);
      left -= shares[i];
      weightLeft -= weights[i];
    }
  }
}
