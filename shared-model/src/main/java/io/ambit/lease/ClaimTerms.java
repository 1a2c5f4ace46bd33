package io.ambit.lease;

/**
 * How one child counts in sharing out one limit, rates in milli-units per second.
 *
 * @param weight 1 to 10⁶
 */
public record ClaimTerms(long weight, long guaranteedMilli, long ceilingMilli) {
  /** Weight 1, nothing guaranteed, no ceiling. */
  public static final ClaimTerms EQUAL = new ClaimTerms(1, 0, Long.MAX_VALUE);
}
