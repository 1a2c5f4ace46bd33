package io.ambit.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whatever is lost, doubled, late or restarted: no period is charged more than its quota. */
class EscrowTreeTest {
  private static final long SEEDS = 300;
  private static final int FAULTY_STEPS = 2_400;
  private static final int CALM_STEPS = 1_200;

  private record Outcome(double tightest, double stranded) {}

  @Test
  void noPeriodIsEverChargedMoreThanItsQuotaAndLittleIsStranded() {
    double stranded = 0;
    int tight = 0;
    for (long seed : LongStream.rangeClosed(1, SEEDS).toArray()) {
      Outcome outcome = play(seed);
      tight += outcome.tightest() > 0.95 ? 1 : 0;
      stranded += outcome.stranded() / SEEDS;
    }
    assertThat(tight).as("seeds that came near the quota").isGreaterThan((int) (SEEDS * 9 / 10));
    assertThat(stranded).as("mean part of the quota left at the dead").isLessThan(0.05);
  }

  private static Outcome play(long seed) {
    long quota = 500 + seed * 37 % 6_000;
    Tree tree = new Tree(seed, quota);
    for (int i = 0; i < FAULTY_STEPS; i++) {
      step(tree, seed, i);
    }
    tree.faulty = false;
    tree.thirsty = true;
    for (int i = 0; i < CALM_STEPS; i++) {
      step(tree, seed, FAULTY_STEPS + i);
    }
    long charged = tree.charged.getOrDefault(tree.account(), 0L);
    long dead = tree.strandedAtTheDead(tree.account());
    long left = tree.limit.quotaMilli() - charged - dead;
    assertThat(left)
        .as("seed %d: what the living left of %d", seed, tree.limit.quotaMilli())
        .isLessThanOrEqualTo(4_000);
    double all = tree.limit.quotaMilli();
    double most = tree.charged.values().stream().mapToLong(Long::longValue).max().orElse(0) / all;
    return new Outcome(most, dead / all);
  }

  private static void step(Tree tree, long seed, int step) {
    tree.step();
    tree.charged.forEach(
        (account, milli) ->
            assertThat(milli)
                .as("seed %d, step %d, %s", seed, step, account)
                .isLessThanOrEqualTo(tree.limit.quotaMilli()));
  }
}
