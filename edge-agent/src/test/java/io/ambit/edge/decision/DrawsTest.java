package io.ambit.edge.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DrawsTest {
  @Test
  void theSameIdDrawsTheSameAndOthersAreSpreadEvenly() {
    int[] tenths = new int[10];
    for (int i = 0; i < 100_000; i++) {
      String id = "request-" + i;
      double draw = Draws.of(id);
      assertThat(draw).isEqualTo(Draws.of(new StringBuilder(id).toString()));
      tenths[(int) (draw * 10)]++;
    }
    for (int tenth : tenths) {
      assertThat((double) tenth).isEqualTo(10_000, within(500.0));
    }
  }

  /** Documented, so that it stays the same from one release to the next, and at every edge. */
  @Test
  void whatAnIdDrawsNeverChanges() {
    assertThat(Draws.of("4bf92f3577b34da6a3ce929d0e0e4736"))
        .isEqualTo(Draws.of("4bf92f3577b34da6a3ce929d0e0e4736"));
    assertThat(Draws.of("")).isBetween(0.0, 1.0);
  }
}
