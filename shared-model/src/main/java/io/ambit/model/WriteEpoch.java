package io.ambit.model;

/**
 * Numbers the grants of one tenant's writes. An epoch is {@code turn · 2^20 + mark}, where the mark
 * is made of the region's name alone: so whoever sees an epoch can tell whose it is, without asking
 * anybody and without a table, and two grants to different regions are never of the same number,
 * not even if two arbiters made them at once and knew nothing of each other. (Cadence numbers
 * failovers like that, with an initial version for each cluster.)
 *
 * <p>Two regions whose names happen to have one mark cannot both be homes of a tenant; among ten
 * that is the case once in 23,000 fleets. Pure.
 */
public final class WriteEpoch {
  /** Exact also as a number of JSON. */
  public static final long MOST = 1L << 53;

  private static final int MARK_BITS = 20;
  private static final long TURN = 1L << MARK_BITS;

  /** FNV-1a, 32 bits. */
  private static final int OFFSET_BASIS = 0x811c9dc5;

  private static final int PRIME = 0x01000193;

  private WriteEpoch() {}

  /** The least epoch above {@code after} (0 for none) that names {@code region}. */
  public static long next(long after, String region) {
    long sameTurn = (after & -TURN) | mark(region);
    return sameTurn > after ? sameTurn : sameTurn + TURN;
  }

  /** Whether {@code epoch} is of {@code region}. */
  public static boolean names(long epoch, String region) {
    return epoch > 0 && (epoch & (TURN - 1)) == mark(region);
  }

  /** The part of an epoch that is the region's, 0 to 2^20 − 1. */
  public static long mark(String region) {
    int hash = OFFSET_BASIS;
    for (int i = 0; i < region.length(); i++) {
      hash = (hash ^ region.charAt(i)) * PRIME;
    }
    return (hash >>> MARK_BITS) ^ (hash & (TURN - 1));
  }
}
