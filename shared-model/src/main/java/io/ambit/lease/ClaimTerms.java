package io.ambit.lease;

/**
 * How one child counts in sharing out one limit, rates in milli-units per second.
 *
 * @param weight 1 to 10⁶
 * @param guaranteedMilli comes first as far as it is asked for
 * @param reservedMilli the part of that which is not lent to others: it has it even if it does not
 *     ask
 * @param ceilingMilli the most it gets, tokens from the pool included
 * @param lent whether what it has is lent by others, who want it back soon when they ask for it
 */
public record ClaimTerms(
    long weight, long guaranteedMilli, long reservedMilli, long ceilingMilli, boolean lent) {
  /** Weight 1, nothing guaranteed, no ceiling. */
  public static final ClaimTerms EQUAL = new ClaimTerms(1, 0, Long.MAX_VALUE);

  /** Terms with nothing reserved. */
  public ClaimTerms(long weight, long guaranteedMilli, long ceilingMilli) {
    this(weight, guaranteedMilli, 0, ceilingMilli, false);
  }

  /** The same with another ceiling, if that is lower. */
  public ClaimTerms within(long mostMilli, boolean isLent) {
    return new ClaimTerms(
        weight, guaranteedMilli, reservedMilli, Math.min(ceilingMilli, mostMilli), isLent);
  }
}
