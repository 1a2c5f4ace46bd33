package io.ambit.allocation;

/**
 * The step that all sharing is made of: raises everybody together, each by its weight and none
 * above its cap, until the total is used up. That is, finds the level λ with Σ min(cap, weight·λ) =
 * total.
 *
 * <p>Not by sorting the caps, but by Newton's method on λ, as in Dinkelbach's algorithm: given who
 * is full at a level, the level at which the others use up the rest follows by one division. From
 * the second step on the level only rises, so who is full stays full, and once nobody joins them
 * the level is exact. Beginning at the level of the last time takes two passes mostly, anywhere
 * else about four. A pass has no branches (comparisons become masks), so the compiler makes vector
 * instructions of it; that is why the loops are plain, over whole arrays and one index.
 *
 * <p>In whole numbers: a level is a fraction of as many bits as fit, rounded so that the shares
 * never sum to more than the total; what rounding leaves is handed out one by one, to the first who
 * are not full.
 *
 * <p>Totals and caps 0 to 10¹², weights up to 2²⁰. Not thread-safe; allocates nothing.
 */
final class WaterLevel {
  /** Stands for a level that nobody reaches: all are full. */
  static final double ALL_FULL = Double.POSITIVE_INFINITY;

  /** Products of weight and level stay below 2⁶², whoever is full. */
  private static final int BITS = 62;

  /** A weight of 1 is at 10¹² or more of the level that is this divided by the largest weight. */
  private static final double HIGHEST = 0x1p61;

  /** So many are looked at together. */
  private static final int BLOCK = 64;

  private double level;
  private long fixed;
  private int fraction;
  private long full;
  private long weightLeft;

  /** The level found last, to begin with the next time; {@link #ALL_FULL} if the total sufficed. */
  double level() {
    return level;
  }

  /**
   * Shares {@code total} out into {@code raised}.
   *
   * @param start a level to begin at, 0 if none is known
   * @return what is left, which is nothing unless all are full
   */
  long raise(long total, long[] caps, Weights weights, double start, long[] raised) {
    if (!guess(total, caps, weights, start)) {
      System.arraycopy(caps, 0, raised, 0, caps.length);
      level = ALL_FULL;
      return total - full;
    }
    level = -1;
    long given = 0;
    double next = (double) (total - full) / weightLeft;
    while (next > level) {
      level = next;
      approach(total - full, weights);
      long before = weightLeft;
      given = pass(caps, weights.of, raised);
      next = weightLeft == before || weightLeft == 0 ? level : (double) (total - full) / weightLeft;
    }
    if (weightLeft == 0) {
      level = ALL_FULL;
      return total - given;
    }
    for (long left = total - given; left > 0; ) {
      left = handOut(left, caps, raised);
    }
    return 0;
  }

  /** Finds out who is full at some level that is not too high; false if all can be. */
  private boolean guess(long total, long[] caps, Weights weights, double start) {
    double guess = Math.min(start, HIGHEST / weights.largest);
    fraction = BITS - bits(weights.largest) - bits((long) guess);
    fixed = (long) (guess * (1L << fraction));
    look(caps, weights.of);
    if (weightLeft == 0 && full <= total) {
      return false;
    }
    if (weightLeft == 0 || full > total) {
      fixed = 0;
      look(caps, weights.of);
    }
    return true;
  }

  /** The level at which those who are not full use up {@code rest}, never rounded to too much. */
  private void approach(long rest, Weights weights) {
    fraction = Math.min(BITS - bits(rest), BITS - bits(weights.largest) - bits((long) level));
    // Where the fraction tells every sum of weights apart, rounding up yields the exact floors.
    boolean fine = weights.largest * weights.sum < 1L << fraction;
    fixed = (rest << fraction) / weightLeft + (fine ? 1 : 0);
  }

  /** Who is full: what they have, and the weight of all others. */
  private void look(long[] caps, long[] weights) {
    long fixed = this.fixed;
    int fraction = this.fraction;
    long sum = 0;
    long left = 0;
    for (int i = 0; i < caps.length; i++) {
      long cap = caps[i];
      long below = -((((weights[i] * fixed) >>> fraction) - cap) >>> 63);
      sum += cap & ~below;
      left += weights[i] & below;
    }
    full = sum;
    weightLeft = left;
  }

  /** The same, and what each has; returns the sum of that. */
  private long pass(long[] caps, long[] weights, long[] raised) {
    long fixed = this.fixed;
    int fraction = this.fraction;
    long given = 0;
    long left = 0;
    long partial = 0;
    for (int i = 0; i < caps.length; i++) {
      long cap = caps[i];
      long share = (weights[i] * fixed) >>> fraction;
      long missing = share - cap;
      long below = -(missing >>> 63);
      long each = cap + (missing & below);
      raised[i] = each;
      given += each;
      left += weights[i] & below;
      partial += share & below;
    }
    full = given - partial;
    weightLeft = left;
    return given;
  }

  /** One each to the first who are not full; whole blocks as long as there is enough for all. */
  private static long handOut(long remainder, long[] caps, long[] raised) {
    long left = remainder;
    int from = 0;
    while (left >= BLOCK && from + BLOCK <= caps.length) {
      left -= addOne(caps, raised, from, from + BLOCK);
      from += BLOCK;
    }
    for (int i = from; left > 0 && i < caps.length; i++) {
      long open = (raised[i] - caps[i]) >>> 63;
      raised[i] += open;
      left -= open;
    }
    return left;
  }

  /** Returns to how many. */
  private static long addOne(long[] caps, long[] raised, int from, int to) {
    long open = 0;
    for (int i = from; i < to; i++) {
      long one = (raised[i] - caps[i]) >>> 63;
      raised[i] += one;
      open += one;
    }
    return open;
  }

  private static int bits(long value) {
    return 64 - Long.numberOfLeadingZeros(value);
  }
}
