package io.ambit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTest {
  @ParameterizedTest
  @CsvSource({
    "3600,    2026-11-20T21:22:23Z, 2026-11-20T21:00:00Z, 2026-11-20T22:00:00Z",
    "86400,   2026-11-20T21:22:23Z, 2026-11-20T00:00:00Z, 2026-11-21T00:00:00Z",
    "604800,  2026-11-20T21:22:23Z, 2026-11-16T00:00:00Z, 2026-11-23T00:00:00Z",
    "2678400, 2026-11-20T21:22:23Z, 2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z",
    "2678400, 2028-02-29T23:59:59Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z"
  })
  void theCalendarCountsInUtcAndWeeksFromMonday(
      long window, Instant now, Instant start, Instant end) {
    assertThat(limit(window, Alignment.CALENDAR).periodAt(now.getEpochSecond()))
        .isEqualTo(new Period(start.getEpochSecond(), end.getEpochSecond()));
  }

  @Test
  void everyMonthIsTheCalendars() {
    Random random = new Random(1);
    Limit month = limit(Limit.MONTH_SECONDS, Alignment.CALENDAR);
    for (int i = 0; i < 20_000; i++) {
      long now = random.nextLong(10_000_000_000L);
      ZonedDateTime first =
          Instant.ofEpochSecond(now)
              .atZone(ZoneOffset.UTC)
              .withDayOfMonth(1)
              .truncatedTo(ChronoUnit.DAYS);
      assertThat(month.periodAt(now))
          .as("at %d", now)
          .isEqualTo(new Period(first.toEpochSecond(), first.plusMonths(1).toEpochSecond()));
    }
  }

  @Test
  void withoutACalendarWindowsAreMultiplesOfTheirLength() {
    assertThat(limit(7_200, Alignment.NONE).periodAt(100_000))
        .isEqualTo(new Period(93_600, 100_800));
    assertThat(limit(604_800, Alignment.NONE).periodAt(604_800))
        .isEqualTo(new Period(604_800, 1_209_600));
  }

  @Test
  void everyInstantLiesInOnePeriod() {
    for (long window : new long[] {3_600, 86_400, 604_800, 2_678_400}) {
      Limit limit = limit(window, Alignment.CALENDAR);
      Period period = limit.periodAt(0);
      while (period.endSeconds() < 100_000_000) {
        assertThat(limit.periodAt(period.startSeconds())).isEqualTo(period);
        assertThat(limit.periodAt(period.endSeconds() - 1)).isEqualTo(period);
        Period next = limit.periodAt(period.endSeconds());
        assertThat(next.startSeconds()).isEqualTo(period.endSeconds());
        period = next;
      }
    }
  }

  @Test
  void anHourMakesAPeriodBudgetAndTheCalendarKnowsFourWindows() {
    assertThat(limit(3_599, Alignment.NONE).isPeriodic()).isFalse();
    assertThat(limit(3_600, Alignment.NONE).isPeriodic()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limit(7_200, Alignment.CALENDAR))
        .withMessageStartingWith("windowSeconds: 7200 (expected with calendar alignment: 3600");
  }

  private static Limit limit(long windowSeconds, Alignment alignment) {
    return new Limit(
        "tokens", "tokens", 10, windowSeconds, 10, 0, 10, 1, new TreeMap<>(), alignment);
  }
}
