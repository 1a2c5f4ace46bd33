package io.ambit.benchmarks.gate;

import java.util.Arrays;
import java.util.Random;

/** Tenants, and in which order they are asked for. */
public enum Population {
  /** Ten thousand, the n-th asked for in proportion to 1/n. */
  ZIPF_10K(10_000, 1.0),
  /** A million, all alike: the worst a cache can meet. */
  UNIFORM_1M(1_000_000, 0);

  /** A power of two. */
  static final int ASKED = 1 << 20;

  private final int size;
  private final double exponent;

  Population(int size, double exponent) {
    this.size = size;
    this.exponent = exponent;
  }

  String[] names() {
    String[] names = new String[size];
    for (int i = 0; i < size; i++) {
      names[i] = "tenant-" + i;
    }
    return names;
  }

  /** {@value #ASKED} of {@code names}. */
  String[] asked(String[] names, long seed) {
    double[] upTo = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += Math.pow(i + 1, -exponent);
      upTo[i] = sum;
    }
    Random random = new Random(seed);
    String[] asked = new String[ASKED];
    for (int i = 0; i < ASKED; i++) {
      int at = Arrays.binarySearch(upTo, random.nextDouble() * sum);
      asked[i] = names[Math.min(size - 1, at < 0 ? -at - 1 : at)];
    }
    return asked;
  }
}
