package io.ambit.allocation;

/**
 * What one child asks for and may have, in milli-units (per second).
 *
 * @param demand what it could use now
 * @param weight how it counts against the others, 1 to 10⁶
 * @param minimum what it gets whatever it asks for
 * @param guaranteed what it gets first as far as it asks for it
 * @param reserved the part of that which it gets even if it does not ask: it is not lent
 * @param ceiling the most it gets
 */
public record Claim(
    String child,
    long demand,
    long weight,
    long minimum,
    long guaranteed,
    long reserved,
    long ceiling) {
  /** A claim that lends all it is guaranteed and does not ask for. */
  public Claim(
      String child, long demand, long weight, long minimum, long guaranteed, long ceiling) {
    this(child, demand, weight, minimum, guaranteed, 0, ceiling);
  }

  /** A claim of weight 1 with nothing reserved and no ceiling of its own. */
  public static Claim of(String child, long demand) {
    return new Claim(child, demand, 1, 0, 0, Long.MAX_VALUE);
  }
}
