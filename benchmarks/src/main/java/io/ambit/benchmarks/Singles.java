package io.ambit.benchmarks;

import java.util.Arrays;

/**
 * Operations of one thread that are timed one by one, for their tail: the first million of an
 * iteration. What reading the clock takes is in it.
 */
public final class Singles {
  private static final int MOST = 1 << 20;
  private static final int[] NANOS = new int[MOST];
  private static int count;

  private Singles() {}

  public static void add(long tookNanos) {
    if (count < MOST) {
      NANOS[count++] = (int) Math.min(tookNanos, Integer.MAX_VALUE);
    }
  }

  static void clear() {
    count = 0;
  }

  /** What one in a thousand takes at least; no number if there are none. */
  static double tail() {
    if (count == 0) {
      return Double.NaN;
    }
    int[] sorted = Arrays.copyOf(NANOS, count);
    Arrays.sort(sorted);
    return sorted[(int) (count * 0.999)];
  }
}
