package io.ambit.allocation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Weighted max-min fairness by progressive filling (Bertsekas and Gallager, Data Networks, 6.5.2),
 * in whole numbers.
 *
 * <p>In this order, each step only from what the steps before left: every minimum; then min(demand,
 * guaranteed), and what of a guarantee is reserved; then all rise together by weight, each up to
 * min(demand, ceiling); then what nobody asked for is placed up to the ceilings, half by demand and
 * half by weight, so that a crowd that comes out of nowhere meets something everywhere. Shares
 * never sum to more than the total, and to exactly the total unless every ceiling is reached; what
 * a division leaves over is placed by the children's names, whatever the order of the claims.
 *
 * <p>Pure. Totals up to 10¹² and weights up to 10⁶ cannot overflow. {@link Matrix} is the same for
 * many parents at once.
 */
public final class WeightedMaxMin {
  private WeightedMaxMin() {}

  /**
   * Shares in the order of {@code claims}, which matters to nobody's share; {@code total} 0 to
   * 10¹².
   */
  public static long[] allocate(long total, List<Claim> claims) {
    Integer[] byChild = new Integer[claims.size()];
    Arrays.setAll(byChild, i -> i);
    Arrays.sort(byChild, Comparator.comparing(i -> claims.get(i).child()));
    Claim[] sorted = Arrays.stream(byChild).map(claims::get).toArray(Claim[]::new);
    Row row = Row.of(total, sorted);
    new Filling(Weights.of(Arrays.stream(sorted).mapToLong(Claim::weight).toArray()))
        .fill(row, null);
    long[] shares = new long[sorted.length];
    for (int i = 0; i < shares.length; i++) {
      shares[byChild[i]] = row.share[i];
    }
    return shares;
  }
}
