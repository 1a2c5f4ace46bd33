package io.ambit.edge.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ambit.model.Priority;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PressureTest {
  /** The table of docs/overload.md. */
  @ParameterizedTest
  @CsvSource({
    "0.000, 0, 0, 0, 0",
    "0.125, 0.5, 0, 0, 0",
    "0.250, 1, 0, 0, 0",
    "0.400, 1, 0.6, 0, 0",
    "0.750, 1, 1, 1, 0",
    "0.900, 1, 1, 1, 0.6",
    "1.000, 1, 1, 1, 1"
  })
  void theLeastImportantIsShedFirst(
      double pressure,
      double sheddable,
      double sheddablePlus,
      double critical,
      double criticalPlus) {
    assertThat(Pressure.shedShare(pressure, Priority.SHEDDABLE)).isEqualTo(sheddable, within(1e-9));
    assertThat(Pressure.shedShare(pressure, Priority.SHEDDABLE_PLUS))
        .isEqualTo(sheddablePlus, within(1e-9));
    assertThat(Pressure.shedShare(pressure, Priority.CRITICAL)).isEqualTo(critical, within(1e-9));
    assertThat(Pressure.shedShare(pressure, Priority.CRITICAL_PLUS))
        .isEqualTo(criticalPlus, within(1e-9));
  }

  @Test
  void thePressureThatFitsSharesOutExactlyTheCapacity() {
    // 300 critical_plus, 500 critical, 400 sheddable_plus, 800 sheddable on 1,000: half of the
    // sheddable_plus go.
    double[] offered = {300, 500, 400, 800};

    assertThat(Pressure.fitting(offered, 1_000)).isEqualTo(0.375, within(1e-9));
    assertThat(Pressure.fitting(offered, 2_000)).isZero();
    assertThat(Pressure.fitting(offered, 0)).isEqualTo(1);
    assertThat(Pressure.fitting(new double[4], 0)).isZero();
  }

  @Test
  void whatFitsNeitherWastesNorExceedsWhateverIsOffered() {
    Random dice = new Random(11);
    for (int i = 0; i < 10_000; i++) {
      double[] offered = dice.doubles(4, 0, 1_000).toArray();
      double capacity = dice.nextDouble() * 3_000;
      double pressure = Pressure.fitting(offered, capacity);
      double passed = 0;
      for (Priority priority : Priority.values()) {
        passed += offered[priority.ordinal()] * (1 - Pressure.shedShare(pressure, priority));
      }
      double all = offered[0] + offered[1] + offered[2] + offered[3];
      assertThat(passed).isEqualTo(Math.min(all, capacity), within(1e-6));
    }
  }

  @Test
  void noDrawEverLetsALesserRequestGoWhereAGreaterIsShed() {
    Random dice = new Random(12);
    for (int i = 0; i < 200_000; i++) {
      double pressure = dice.nextDouble();
      int important = dice.nextInt(3);
      Priority greater = Priority.values()[important];
      Priority lesser = Priority.values()[important + 1 + dice.nextInt(3 - important)];
      boolean greaterShed = Pressure.sheds(pressure, greater, dice.nextDouble());
      boolean lesserShed = Pressure.sheds(pressure, lesser, dice.nextDouble());
      assertThat(greaterShed && !lesserShed).isFalse();
    }
  }
}
