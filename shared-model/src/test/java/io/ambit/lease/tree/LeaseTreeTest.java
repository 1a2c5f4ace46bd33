package io.ambit.lease.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LeaseTreeTest {
  private static final int SEEDS = Integer.getInteger("ambit.tree.seeds", 320);
  private static final long FIRST = Long.getLong("ambit.tree.first", 1);
  private static final long RUN_MILLIS = 40_000;

  @Test
  void allEdgesTogetherNeverHoldMoreThanTheLimit() {
    long tight =
        LongStream.range(FIRST, FIRST + SEEDS)
            .parallel()
            .mapToDouble(LeaseTreeTest::tightness)
            .filter(tightness -> tightness >= 0.9)
            .count();

    assertThat(tight).as("runs that came near the limit").isGreaterThan(SEEDS * 2 / 3);
  }

  private static double tightness(long seed) {
    Random draw = new Random(~seed);
    Faults faults = Faults.draw(draw);
    Tree tree = new Tree(seed, faults, draw.nextInt(4) == 0 ? Times.SHIPPED : Times.SHORT);
    Chaos.over(tree, faults);
    tree.run(RUN_MILLIS);
    return tree.tightness();
  }
}
