package io.ambit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LimitTest {
  @Test
  void theBoundsAreInclusive() {
    assertThat(Limit.perSecond("requests", 1, 1).rateMilli()).isEqualTo(1_000);
    assertThat(Limit.perSecond("requests", Limit.MAX_UNITS, Limit.MAX_UNITS).rateMilli())
        .isEqualTo(1_000_000_000_000L);
    assertThat(limit(1, Limit.MAX_WINDOW_SECONDS, 1, 0, 1, Limit.MAX_WEIGHT).rateMilli()).isZero();
  }

  @Test
  void whatIsOutOfBoundsIsRefusedByName() {
    assertRefused("quota: 0 ", () -> limit(0, 1, 1, 0, 1, 1));
    assertRefused("quota: 1000000001 ", () -> limit(Limit.MAX_UNITS + 1, 1, 1, 0, 1, 1));
    assertRefused("windowSeconds: 0 ", () -> limit(10, 0, 1, 0, 10, 1));
    assertRefused("windowSeconds: 2678401 ", () -> limit(10, 2_678_401, 1, 0, 10, 1));
    assertRefused("burst: 0 ", () -> limit(10, 1, 0, 0, 10, 1));
    assertRefused("guaranteed: 11 ", () -> limit(10, 1, 1, 11, 10, 1));
    assertRefused("ceiling: 4 ", () -> limit(10, 1, 1, 5, 4, 1));
    assertRefused("ceiling: 11 ", () -> limit(10, 1, 1, 5, 11, 1));
    assertRefused("weight: 0 ", () -> limit(10, 1, 1, 0, 10, 0));
    assertRefused("weight: 1000001 ", () -> limit(10, 1, 1, 0, 10, 1_000_001));
  }

  @Test
  void aRegionIsANameToo() {
    assertRefused(
        "region: 'E U'",
        () ->
            new Limit(
                "requests",
                "requests",
                10,
                1,
                1,
                0,
                10,
                1,
                new TreeMap<>(Map.of("E U", new RegionBounds(0, 1)))));
  }

  @Test
  void aQuotaPerWindowIsARatePerSecondRoundedDown() {
    assertThat(limit(100, 60, 1, 0, 100, 1).rateMilli()).isEqualTo(1_666);
  }

  @Test
  void theDefaultBurstIsAQuarterSecondAndAtLeastOneUnit() {
    assertThat(Limit.defaultBurst(1_000, 1)).isEqualTo(250);
    assertThat(Limit.defaultBurst(1_000, 60)).isEqualTo(4);
    assertThat(Limit.defaultBurst(1, 60)).isEqualTo(1);
    assertThat(Limit.defaultBurst(1_000, 3_600))
        .as("of a period budget, all of it")
        .isEqualTo(1_000);
    assertThat(Limit.defaultBurst(Limit.MAX_UNITS, 1)).isEqualTo(250_000_000);
  }

  @Test
  void aRegionNobodySpokeOfMayHaveTheWholeCeilingAndIsGuaranteedNothing() {
    assertThat(limit(100, 1, 1, 20, 90, 1).boundsIn("eu")).isEqualTo(new RegionBounds(0, 90));
  }

  private static Limit limit(
      long quota, long windowSeconds, long burst, long guaranteed, long ceiling, long weight) {
    return new Limit(
        "requests",
        "requests",
        quota,
        windowSeconds,
        burst,
        guaranteed,
        ceiling,
        weight,
        new TreeMap<>());
  }

  private static void assertRefused(String start, Runnable construction) {
    assertThatIllegalArgumentException()
        .isThrownBy(construction::run)
        .withMessageStartingWith(start);
  }
}
