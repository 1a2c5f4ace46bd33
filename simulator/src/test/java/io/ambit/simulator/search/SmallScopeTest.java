package io.ambit.simulator.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmallScopeTest {
  /**
   * What the search of one situation may take here; {@code ./dev sim --exhaustive} goes through.
   */
  private static final long SECONDS = 6;

  @ParameterizedTest
  @EnumSource
  void nothingIsViolatedWithOneDepartureFromTheUsualCourse(Situation situation) {
    long untilNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    SmallScope.Result result = SmallScope.search(situation, 1, untilNanos, played -> {});
    assertThat(result.found()).isNull();
    assertThat(result.schedules()).isPositive();
  }

  @Test
  void everyScheduleDepartsAtAnotherPlaceAndTheNextOnlyAfterIt() {
    Schedule usual = Schedule.usual(Situation.LIMIT_CHANGES);
    List<Deviation> first = Attempt.play(usual);
    assertThat(first).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    Deviation chosen = first.get(first.size() / 3);

    List<Deviation> second = Attempt.play(usual.with(chosen));

    assertThat(second).isNotEmpty().doesNotContain(chosen);
    assertThat(second).allMatch(each -> each.atNanos() >= chosen.atNanos());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit-changes",
        "edges-change-places/lost:kafka-r1:r1-e1:12",
        "regions-change-places/overtaken:kafka-global:region-r1-1:7/pause:arbiter-1:2500:4000"
      })
  void aScheduleIsReadAsItIsTold(String text) {
    assertThat(Schedule.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no-such", "limit-changes/crash", "limit-changes/melt:r1-e1:1:1"})
  void whatIsNoScheduleIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Schedule.parse(text));
  }
}
