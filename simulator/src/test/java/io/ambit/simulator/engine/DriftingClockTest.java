package io.ambit.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DriftingClockTest {
  private static final long HOUR = 3_600_000_000_000L;

  @Test
  void aClockThatRunsFastByAThousandthShowsThreePointSixSecondsMoreAfterAnHour() {
    DriftingClock fast = new DriftingClock(5, 1_000);
    assertThat(fast.at(HOUR) - fast.at(0)).isEqualTo(HOUR + 3_600_000_000L);
  }

  @Test
  void theTrueSpanIsTheShortestInWhichTheClockShowsThatTimeHasPassed() {
    for (int rate = -1_000; rate <= 1_000; rate += 125) {
      DriftingClock clock = new DriftingClock(0, rate);
      for (long span = 1; span < HOUR; span *= 7) {
        assertThat(clock.at(clock.trueSpan(span))).isGreaterThanOrEqualTo(span);
        assertThat(clock.at(clock.trueSpan(span) - 2)).isLessThan(span);
      }
    }
  }

  @Test
  void noClockIsWorseThanTheContractAllowsAndHalfOfThemAreAsBadAsThat() {
    Dice dice = new Dice(1);
    int worst = 0;
    for (int i = 0; i < 10_000; i++) {
      long rate = DriftingClock.draw(dice.bits(1, 2, i)).partsPerMillion();
      assertThat(Math.abs(rate)).isLessThanOrEqualTo(DriftingClock.WORST);
      worst += Math.abs(rate) == DriftingClock.WORST ? 1 : 0;
    }
    assertThat(worst).isBetween(4_700, 5_300);
  }
}
