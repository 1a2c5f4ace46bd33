package io.ambit.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RateWindowTest {
  private static final long MILLI_NANOS = 1_000_000;

  private final RateWindow window = new RateWindow();

  @Test
  void oneSampleSaysNothingAboutARate() {
    window.add(0, 5_000);

    assertThat(window.perSecond()).isZero();
  }

  @Test
  void aSteadyRateIsReadExactly() {
    count(0, 2_000, 100, 1_000);

    assertThat(window.perSecond()).isEqualTo(1_000);
  }

  @Test
  void aStepIsReadExactlyOneSecondLater() {
    long counted = count(0, 5_000, 100, 200);
    for (int millis = 5_100; millis <= 6_000; millis += 100) {
      counted += 300;
      window.add(millis * MILLI_NANOS, counted);
    }

    assertThat(window.perSecond()).isEqualTo(3_000);
  }

  @Test
  void aSampleThatIsNotLaterChangesNothing() {
    count(0, 1_000, 100, 1_000);
    window.add(1_000 * MILLI_NANOS, 99_999_999);
    window.add(400 * MILLI_NANOS, 99_999_999);

    assertThat(window.perSecond()).isEqualTo(1_000);
  }

  @Test
  void aGapIsAveragedOver() {
    count(0, 1_000, 100, 1_000);
    window.add(11_000 * MILLI_NANOS, 1_000);

    assertThat(window.perSecond()).isBetween(0L, 10L);
  }

  @Test
  void aClockMayStandAnywhereAndWrapAround() {
    long nearTheEnd = Math.subtractExact(Long.MAX_VALUE, 500 * MILLI_NANOS);
    window.add(nearTheEnd, 0);
    window.add(nearTheEnd + 1_000 * MILLI_NANOS, 700);

    assertThat(window.perSecond()).isEqualTo(700);
  }

  @Test
  void whateverTheIntervalTheRateIsOneThatWasThere() {
    for (long seed = 1; seed <= 500; seed++) {
      Random random = new Random(seed);
      RateWindow any = new RateWindow();
      long nanos = random.nextLong(1_000_000_000_000L);
      long count = 0;
      for (int i = 0; i < 100; i++) {
        long step = 1 + random.nextLong(300 * MILLI_NANOS);
        nanos += step;
        count += Math.round(step / 1e9 * (1_000 + random.nextInt(1_000)));
        any.add(nanos, count);
      }
      assertThat(any.perSecond()).as("seed %d", seed).isBetween(980L, 2_020L);
    }
  }

  /** Adds samples from one time to another at a rate; returns the last count. */
  private long count(int fromMillis, int untilMillis, int everyMillis, long perSecond) {
    long counted = 0;
    for (int millis = fromMillis; millis <= untilMillis; millis += everyMillis) {
      counted = millis * perSecond / 1_000;
      window.add(millis * MILLI_NANOS, counted);
    }
    return counted;
  }
}
