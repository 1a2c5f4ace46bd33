package io.ambit.model;

/**
 * How far a guarantee mixes with those of others, in units per window and in the words of Kueue.
 *
 * @param borrowingLimit how much may be had beyond what is guaranteed
 * @param lendingLimit how much of a guarantee that is not asked for others may have; the rest is
 *     kept free for whom it is guaranteed
 */
public record Lending(long borrowingLimit, long lendingLimit) {
  /** Stands for no limit: more than any quota. */
  public static final long UNLIMITED = Limit.MAX_UNITS;

  /** Borrows and lends whatever there is. */
  public static final Lending FREE = new Lending(UNLIMITED, UNLIMITED);

  public Lending {
    Bounds.require("borrowingLimit", borrowingLimit, 0, UNLIMITED);
    Bounds.require("lendingLimit", lendingLimit, 0, UNLIMITED);
  }

  /** The most that can be had where {@code guaranteed} is. */
  long most(long guaranteed) {
    return Math.min(UNLIMITED, guaranteed + borrowingLimit);
  }

  /** What of {@code guaranteed} nobody else may have. */
  long reserved(long guaranteed) {
    return Math.max(0, guaranteed - lendingLimit);
  }
}
