package io.ambit.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgendaTest {
  private record Due(long nanos, int number) {}

  private final Agenda agenda = new Agenda();
  private final List<Due> happened = new ArrayList<>();

  @Test
  void whatIsDueHappensInOrderOfTimeAndThenInTheOrderItWasPutDown() {
    Dice dice = new Dice(7);
    List<Due> all = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      Due due = new Due(Long.remainderUnsigned(dice.bits(1, 2, i), 700), i);
      all.add(due);
      agenda.at(due.nanos(), () -> happened.add(due));
    }
    agenda.runUntil(700);
    // A stable sort keeps the order in which they were put down.
    all.sort(Comparator.comparingLong(Due::nanos));
    assertThat(happened).isEqualTo(all);
    assertThat(agenda.events()).isEqualTo(5_000);
  }

  @Test
  void whatAnActionPutsDownForTheSameMomentStillHappensInIt() {
    agenda.at(10, () -> agenda.in(0, () -> happened.add(new Due(agenda.nowNanos(), 1))));
    agenda.runUntil(10);
    assertThat(happened).containsExactly(new Due(10, 1));
  }

  @Test
  void nothingHappensBeforeItsTime() {
    agenda.at(11, () -> happened.add(new Due(11, 1)));
    agenda.runUntil(10);
    assertThat(happened).isEmpty();
    assertThat(agenda.nowNanos()).isEqualTo(10);
  }

  @Test
  void timeThatIsOverIsRefused() {
    agenda.runUntil(10);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> agenda.at(9, () -> {}))
        .withMessageContaining("9 is over since 10");
  }
}
