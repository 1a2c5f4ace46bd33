package io.ambit.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SameEverywhereTest {
  private static final List<Long> SEEDS = List.of(2L, 5L, 11L);

  @Test
  void theSameSeedTwiceIsTheSameRun() {
    assertThat(Determinism.hashes(SEEDS)).isEqualTo(Determinism.hashes(SEEDS));
  }

  @Test
  void differentSeedsAreDifferentRuns() {
    assertThat(List.of(Determinism.hashes(SEEDS).split(" ", -1))).doesNotHaveDuplicates();
  }

  /** {@code ./dev sim --determinism} asks more seeds, and JVMs of another kind too. */
  @Test
  void theSameSeedIsTheSameRunInEveryJvmHoweverItMakesHashCodes() throws Exception {
    assertThat(Determinism.everywhere(SEEDS, 1).values())
        .hasSize(5)
        .containsOnly(Determinism.hashes(SEEDS));
  }
}
