package io.ambit.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A hundredth first, then more, and the same on the way back. */
class RampTest {
  @Test
  void trafficLeavesInFiveSteps() {
    assertThat(IntStream.iterate(0, Ramp::out).limit(7))
        .containsExactly(0, 100, 500, 2_500, 5_000, 10_000, 10_000);
  }

  @Test
  void andComesBackInFive() {
    assertThat(IntStream.iterate(10_000, Ramp::back).limit(7))
        .containsExactly(10_000, 9_900, 9_500, 7_500, 5_000, 0, 0);
  }
}
