package io.ambit.allocation;

/**
 * What one child asks for and may have, in milli-units (per second).
 *
 * @param demand what it could use now
 * @param weight how it counts against the others, 1 to 10⁶
 * @param minimum what it gets whatever it asks for
 * @param guaranteed what it gets first as far as it asks for it
 * @param ceiling the most it gets
 */
public record Claim(
    String child, long demand, long weight, long minimum, long guaranteed, long ceiling) {
  /** A claim of weight 1 with nothing reserved and no ceiling of its own. */
  public static Claim of(String child, long demand) {
    return new Claim(child, demand, 1, 0, 0, Long.MAX_VALUE);
  }
}
