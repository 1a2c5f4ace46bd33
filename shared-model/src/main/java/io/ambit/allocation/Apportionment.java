package io.ambit.allocation;

import java.util.Arrays;
import java.util.Comparator;

/** Splits whole numbers in proportion, handing out the remainder explicitly. Pure. */
public final class Apportionment {
  private Apportionment() {}

  /**
   * Splits {@code total} in proportion to {@code parts} by largest remainder (Hamilton's method),
   * ties to the first. The portions sum to {@code total}, or are all 0 if all parts are.
   */
  public static long[] byLargestRemainder(long total, long[] parts) {
    double sum = 0;
    for (long part : parts) {
      sum += part;
    }
    long[] portions = new long[parts.length];
    if (sum == 0 || total <= 0) {
      return portions;
    }
    double[] remainders = new double[parts.length];
    long given = 0;
    for (int i = 0; i < parts.length; i++) {
      double exact = total * (parts[i] / sum);
      portions[i] = Math.min((long) exact, total - given);
      remainders[i] = exact - portions[i];
      given += portions[i];
    }
    handOut(total - given, portions, remainders);
    return portions;
  }

  /**
   * The same in multiples of {@code quantum}; less than one quantum of {@code total} is left over.
   */
  public static long[] inQuanta(long total, long quantum, long[] parts) {
    long[] portions = byLargestRemainder(total / quantum, parts);
    Arrays.setAll(portions, i -> portions[i] * quantum);
    return portions;
  }

  private static void handOut(long left, long[] portions, double[] remainders) {
    Integer[] order = new Integer[portions.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -remainders[i]));
    for (int i = 0; left > 0; i = (i + 1) % order.length, left--) {
      portions[order[i]]++;
    }
  }
}
