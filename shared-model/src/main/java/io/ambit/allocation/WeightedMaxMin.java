package io.ambit.allocation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Weighted max-min fairness by progressive filling (Bertsekas and Gallager, Data Networks, 6.5.2),
 * in whole numbers.
 *
 * <p>In this order, each step only from what the steps before left: every minimum; then min(demand,
 * guaranteed); then all rise together by weight, each up to min(demand, ceiling); then what nobody
 * asked for is placed up to the ceilings, half by demand and half by weight, so that a crowd that
 * comes out of nowhere meets something everywhere. Shares never sum to more than the total, and to
 * exactly the total unless every ceiling is reached; what a division leaves over is placed by the
 * children's names, whatever the order of the claims.
 *
 * <p>Pure. O(k log k) for k claims. Totals up to 10¹² and weights up to 10⁶ cannot overflow.
 */
public final class WeightedMaxMin {
  private final long[] shares;
  private final List<Claim> claims;
  private long left;

  private WeightedMaxMin(long total, List<Claim> claims) {
    this.claims = claims;
    this.left = total;
    this.shares = new long[claims.size()];
  }

  /**
   * Shares in the order of {@code claims}, which matters to nobody's share; {@code total} 0 to
   * 10¹².
   */
  public static long[] allocate(long total, List<Claim> claims) {
    Integer[] byChild = new Integer[claims.size()];
    Arrays.setAll(byChild, i -> i);
    Arrays.sort(byChild, Comparator.comparing(i -> claims.get(i).child()));
    long[] filled = filled(total, Arrays.stream(byChild).map(claims::get).toList());
    long[] shares = new long[filled.length];
    for (int i = 0; i < filled.length; i++) {
      shares[byChild[i]] = filled[i];
    }
    return shares;
  }

  private static long[] filled(long total, List<Claim> claims) {
    WeightedMaxMin filling = new WeightedMaxMin(total, claims);
    filling.fill(
        claims.stream().mapToLong(c -> Math.min(c.minimum(), c.ceiling())).toArray(), ones(claims));
    filling.fill(
        filling.caps(c -> Math.min(Math.min(c.demand(), c.guaranteed()), c.ceiling())),
        ones(claims));
    filling.fill(filling.caps(c -> Math.min(c.demand(), c.ceiling())), weights(claims));
    filling.place(filling.left / 2, claims.stream().mapToLong(Claim::demand).toArray());
    filling.fill(filling.caps(Claim::ceiling), weights(claims));
    return filling.shares;
  }

  /** Places up to {@code amount} in proportion to {@code parts}, ceilings permitting. */
  private void place(long amount, long[] parts) {
    long[] portions = Apportionment.byLargestRemainder(amount, parts);
    for (int i = 0; i < shares.length; i++) {
      give(i, Math.min(portions[i], Math.max(0, claims.get(i).ceiling() - shares[i])));
    }
  }

  /** Raises all shares together, each by weight from where it stands, none above its cap. */
  private void fill(long[] caps, long[] weights) {
    Integer[] order = bySaturation(caps, weights);
    long weightLeft = 0;
    for (int i : order) {
      weightLeft += caps[i] > shares[i] ? weights[i] : 0;
    }
    for (int i : order) {
      long room = caps[i] - shares[i];
      if (room > 0) {
        // Rounding down here leaves a remainder to those that saturate later, never too little.
        give(i, Math.min(room, left * weights[i] / weightLeft));
        weightLeft -= weights[i];
      }
    }
    giveRemainder(order, caps);
  }

  private void giveRemainder(Integer[] order, long[] caps) {
    for (int i : order) {
      give(i, Math.min(left, Math.max(0, caps[i] - shares[i])));
    }
  }

  private void give(int i, long amount) {
    shares[i] += amount;
    left -= amount;
  }

  /** First those that reach their cap first. */
  private Integer[] bySaturation(long[] caps, long[] weights) {
    Integer[] order = new Integer[shares.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        Comparator.comparingDouble((Integer i) -> (double) (caps[i] - shares[i]) / weights[i])
            .thenComparing(i -> claims.get(i).child()));
    return order;
  }

  private long[] caps(ToLongFunction<Claim> cap) {
    long[] caps = new long[shares.length];
    Arrays.setAll(caps, i -> Math.max(shares[i], cap.applyAsLong(claims.get(i))));
    return caps;
  }

  private static long[] ones(List<Claim> claims) {
    return claims.stream().mapToLong(c -> 1).toArray();
  }

  private static long[] weights(List<Claim> claims) {
    return claims.stream().mapToLong(Claim::weight).toArray();
  }
}
