package io.ambit.edge.core.leaf;

import io.ambit.allocation.Claim;
import io.ambit.allocation.WeightedMaxMin;
import io.ambit.model.Limit;
import java.util.ArrayList;
import java.util.List;

/**
 * How an edge would share a rate between its own gate and its leaves: weighted max-min over what
 * they ask for, as everywhere in the tree. Who asks for nothing gets a little first, so that the
 * next request does not meet an empty bucket.
 *
 * @param gateMilli what is due to the gate
 * @param leafMilli what is due to each leaf, in the order of the demands
 */
record Sharing(long gateMilli, List<Long> leafMilli) {
  private static final int LITTLE_PARTS = 2;

  /** Shares {@code totalMilli} out, all of it. */
  static Sharing of(long totalMilli, long gateDemandMilli, List<Long> leafDemandsMilli) {
    long each = totalMilli / (LITTLE_PARTS * (leafDemandsMilli.size() + 1L));
    long little = Math.min(Limit.MILLI, each);
    List<Claim> claims = new ArrayList<>();
    claims.add(claim("gate", gateDemandMilli, little));
    for (int i = 0; i < leafDemandsMilli.size(); i++) {
      claims.add(claim("leaf-%05d".formatted(i), leafDemandsMilli.get(i), little));
    }
    long[] shares = WeightedMaxMin.allocate(totalMilli, claims);
    List<Long> leaves = new ArrayList<>();
    for (int i = 1; i < shares.length; i++) {
      leaves.add(shares[i]);
    }
    return new Sharing(shares[0], List.copyOf(leaves));
  }

  private static Claim claim(String child, long demandMilli, long little) {
    return new Claim(child, demandMilli, 1, little, 0, Long.MAX_VALUE);
  }
}
