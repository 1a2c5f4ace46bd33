package io.ambit.lease.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.allocation.Claim;
import io.ambit.allocation.WeightedMaxMin;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Without faults, shares follow demand, soon. */
class ConvergenceTest {
  /**
   * Two seconds of demand, unless it stepped, then a shrink, its acknowledgement and a raise on
   * each level.
   */
  private static final long BOUND_MILLIS = 3_000;

  /**
   * A region counts what its edges reported, so the arbiter's second of demand holds one report of
   * ten more or less; the rest is what a renewal is not worth.
   */
  private static final double TOLERANCE = 0.14;

  @Test
  void afterADemandShiftTheSharesAreMaxMinFairWithinThreeSeconds() {
    for (long seed = 1; seed <= 40; seed++) {
      Tree tree = new Tree(seed, Faults.NONE, Terms.SHIPPED);
      Random random = new Random(seed);
      for (int shift = 0; shift < 4; shift++) {
        tree.edges().forEach(edge -> edge.demand(demand(random)));
        tree.run(BOUND_MILLIS);
        assertFair("seed %d, shift %d".formatted(seed, shift), tree);
        tree.run(random.nextLong(5_000));
        assertFair("seed %d, after shift %d".formatted(seed, shift), tree);
        assertUsed("seed %d, after shift %d".formatted(seed, shift), tree);
      }
    }
  }

  @Test
  void theWholeLimitIsInUseAfterAShiftFromOneEndToTheOther() {
    Tree tree = new Tree(7, Faults.NONE, Terms.SHIPPED);
    List<Long> before = List.of(2_100_000L, 600_000L, 300_000L, 0L);
    demand(tree, before);
    tree.run(BOUND_MILLIS);
    assertThat(served(tree)).isGreaterThan(970_000);

    demand(tree, before.reversed());
    tree.run(BOUND_MILLIS);
    assertThat(served(tree)).isGreaterThan(970_000);
  }

  @Test
  void aLargerLimitIsInUseWithinHalfASecondAndASmallerOneIsKeptToWithinHalfASecond() {
    Tree tree = new Tree(8, Faults.NONE, Terms.SHIPPED);
    demand(tree, List.of(2_000_000L, 2_000_000L, 2_000_000L, 2_000_000L));
    tree.run(BOUND_MILLIS);

    tree.limit(2_000);
    tree.run(500);
    assertThat(served(tree)).isBetween(1_950_000L, 1_998_000L);

    tree.limit(500);
    tree.run(500);
    assertThat(served(tree)).isBetween(480_000L, 499_500L);
  }

  private static void assertFair(String when, Tree tree) {
    List<Edge> edges = tree.edges();
    long[] fair = fair(tree);
    for (int i = 0; i < fair.length; i++) {
      long served = Math.min(edges.get(i).demandMilli(), edges.get(i).usable().rateMilli());
      assertThat(served)
          .as("%s: %s of %s", when, edges.get(i).name(), tree.allowance().current())
          .isGreaterThanOrEqualTo((long) (fair[i] * (1 - TOLERANCE)) - 1_000);
    }
  }

  private static void assertUsed(String when, Tree tree) {
    long demand = tree.edges().stream().mapToLong(Edge::demandMilli).sum();
    long usable = Math.min(demand, tree.allowance().current().rateMilli());
    assertThat(served(tree)).as(when).isGreaterThanOrEqualTo(usable * 94 / 100);
  }

  /** What each edge should be served: max-min over regions, then over the edges of each. */
  private static long[] fair(Tree tree) {
    long[] demands = tree.edges().stream().mapToLong(Edge::demandMilli).toArray();
    long total = tree.allowance().current().rateMilli();
    long[] regions = maxMin(total, demands[0] + demands[1], demands[2] + demands[3]);
    long[] eu = maxMin(regions[0], demands[0], demands[1]);
    long[] us = maxMin(regions[1], demands[2], demands[3]);
    return new long[] {eu[0], eu[1], us[0], us[1]};
  }

  private static long[] maxMin(long total, long... demands) {
    List<Claim> claims = new ArrayList<>();
    for (long demand : demands) {
      claims.add(new Claim("child-" + claims.size(), demand, 1, 0, 0, demand));
    }
    return WeightedMaxMin.allocate(total, claims);
  }

  private static long demand(Random random) {
    return random.nextInt(4) == 0 ? 0 : random.nextLong(1_200_000);
  }

  private static void demand(Tree tree, List<Long> demands) {
    for (int i = 0; i < demands.size(); i++) {
      tree.edges().get(i).demand(demands.get(i));
    }
  }

  private static long served(Tree tree) {
    return tree.edges().stream()
        .mapToLong(edge -> Math.min(edge.demandMilli(), edge.usable().rateMilli()))
        .sum();
  }
}
