package io.ambit.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkTest {
  private static final List<Fault> ALL =
      IntStream.range(0, 100).mapToObj(ShrinkTest::fault).toList();

  private static Fault fault(int number) {
    return new Fault(number, Fault.Kind.CRASH, "e" + number, 1);
  }

  @Test
  void ofAHundredFaultsTheTwoThatOnlyTogetherFailAreLeft() {
    List<Fault> both = List.of(fault(3), fault(97));
    assertThat(Shrink.of(ALL, faults -> faults.containsAll(both))).isEqualTo(both);
  }

  @Test
  void whatFailsWithoutAnyFaultShrinksToNone() {
    assertThat(Shrink.of(ALL, faults -> true)).isEmpty();
  }

  @Test
  void whatNeedsEveryFaultKeepsThemAllAndTheSearchEnds() {
    AtomicInteger runs = new AtomicInteger();
    List<Fault> left =
        Shrink.of(
            ALL,
            faults -> {
              runs.incrementAndGet();
              return faults.size() == ALL.size();
            });
    assertThat(left).isEqualTo(ALL);
    assertThat(runs).hasValueLessThanOrEqualTo(200);
  }
}
