package io.ambit.stack.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void aHundredRequestsAreSpreadByTheSharesExactly() {
    Spread spread = new Spread(Shares.of(70, 20, 10, 0));
    int[] got = new int[4];
    IntStream.range(0, 100).forEach(n -> got[spread.next()]++);

    assertThat(got).containsExactly(70, 20, 10, 0);
  }

  @Test
  void aSmallShareIsNotServedInABunch() {
    Spread spread = new Spread(Shares.of(9, 1));
    int[] turns = IntStream.range(0, 30).filter(n -> spread.next() == 1).toArray();

    assertThat(turns).hasSize(3);
    assertThat(turns[1] - turns[0]).isEqualTo(10);
    assertThat(turns[2] - turns[1]).isEqualTo(10);
  }
}
