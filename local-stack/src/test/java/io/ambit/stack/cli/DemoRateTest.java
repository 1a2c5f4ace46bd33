package io.ambit.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.stack.load.Score;
import io.ambit.stack.load.Tally;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** The demo offers no more than is answered in time. */
class DemoRateTest {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final DemoRate rate = new DemoRate(3_000);

  @Test
  void allOfTheDemandIsOfferedAfterHalfAMinuteOfAnswersInTime() {
    assertThat(rate.perSecond()).isEqualTo(46);
    int looks = 0;
    while (!rate.isFull()) {
      rate.look(answered(5), 0);
      looks++;
    }
    assertThat(looks).isBetween(40, 60);
    assertThat(rate.perSecond()).isEqualTo(3_000);
    assertThat(rate.text()).isEmpty();
  }

  @Test
  void itStaysWhileAnswersAreLateAndGoesDownWhereTheyAreFarTooLate() {
    grow(1_000);
    int before = rate.perSecond();
    rate.look(answered(100), 0);
    assertThat(rate.perSecond()).isEqualTo(before);
    rate.look(answered(400), 0);
    assertThat(rate.perSecond()).isEqualTo(before / 2);
    assertThat(rate.text()).isEqualTo("  as fast as answers come: %d of 3000/s", before / 2);
  }

  @Test
  void itGoesDownWhereRequestsFailOrAreNotSent() {
    for (Tally missing : List.of(new Tally(99, 0, 0, 1, 0), new Tally(99, 0, 0, 0, 1))) {
      grow(1_000);
      int before = rate.perSecond();
      rate.look(score(missing, 5), 0);
      assertThat(rate.perSecond()).isEqualTo(before / 2);
    }
    assertThat(rate.summary(LOOK_NANOS)).isEqualTo("slowed down 2 times, held back for 0.5 s");
  }

  @Test
  void itStaysWhereTooMuchWasOpenAndGoesDownWhereThatTookHalfTheTime() {
    grow(1_000);
    int before = rate.perSecond();
    rate.look(answered(5), 1);
    assertThat(rate.perSecond()).isEqualTo(before);
    rate.look(answered(5), LOOK_NANOS / 2 + 1);
    assertThat(rate.perSecond()).isEqualTo(before / 2);
  }

  @Test
  void itNeverStopsAndNeverGrowsWithoutAnswers() {
    for (int i = 0; i < 20; i++) {
      rate.look(score(new Tally(0, 0, 0, 9, 0), 0), 0);
    }
    assertThat(rate.perSecond()).isEqualTo(46);
    assertThat(rate.mostOpen()).isEqualTo(8);
    rate.look(score(new Tally(0, 0, 0, 0, 0), 0), 0);
    assertThat(rate.perSecond()).isEqualTo(46);
  }

  private void grow(int perSecond) {
    while (rate.perSecond() < perSecond) {
      rate.look(answered(5), 0);
    }
  }

  private static Score answered(long millis) {
    return score(new Tally(60, 0, 40, 0, 0), millis);
  }

  private static Score score(Tally tally, long millis) {
    SequencedMap<String, Tally> edges = new LinkedHashMap<>();
    edges.put("edge", tally);
    Histogram latencyMicros = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);
    latencyMicros.recordValue(TimeUnit.MILLISECONDS.toMicros(millis));
    return new Score(LOOK_NANOS, edges, latencyMicros);
  }
}
