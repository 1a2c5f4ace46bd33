package io.ambit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DurationsTest {
  /** The clock-rate error that is promised to be harmless. */
  private static final double WORST_RATE_ERROR = 0.001;

  private static final double SLOW = 1 - WORST_RATE_ERROR;
  private static final double FAST = 1 + WORST_RATE_ERROR;

  @Test
  void theHolderStopsFirstWhateverTheNetworkDelay() {
    for (long seed = 1; seed <= 20_000; seed++) {
      Random random = new Random(seed);
      long leaseNanos = 1 + random.nextLong(3_600_000_000_000L);
      long delayNanos = random.nextBoolean() ? 0 : random.nextLong(10_000_000_000L);
      double holderEnds = Durations.held(leaseNanos) / rate(random);
      double granterEnds = delayNanos + Durations.charged(leaseNanos) / rate(random);
      assertThat(holderEnds).as("seed %d", seed).isLessThanOrEqualTo(granterEnds);
    }
  }

  @Test
  void theGuardIsNoLargerThanItMustBe() {
    long hour = 3_600_000_000_000L;

    assertThat(Durations.held(hour) / SLOW).isLessThanOrEqualTo(Durations.charged(hour) / FAST);
    assertThat((Durations.held(hour) + hour / 1_000.0) / SLOW)
        .isGreaterThan((Durations.charged(hour) - hour / 1_000.0) / FAST);
  }

  @Test
  void aLeaseWithinALeaseEndsBeforeItOnAnyClock() {
    for (long seed = 1; seed <= 20_000; seed++) {
      Random random = new Random(seed);
      long remainingNanos = random.nextLong(30_000_000_000L);
      double nodeEnds = remainingNanos / rate(random);
      double childEnds = Durations.held(Durations.held(remainingNanos)) / rate(random);
      assertThat(childEnds).as("seed %d", seed).isLessThanOrEqualTo(nodeEnds);
    }
  }

  @Test
  void aDeratedRateIsNotExceededOnAFastClock() {
    for (long rate : new long[] {0, 1, 7, 999, 1_000_000, Share.MAX_MILLI}) {
      assertThat(Durations.derated(rate) * FAST).isLessThanOrEqualTo((double) rate);
    }
    assertThat(Durations.derated(1_000_000)).isEqualTo(999_000);
  }

  @Test
  void roundingIsAlwaysToTheSafeSide() {
    assertThat(Durations.held(1)).isZero();
    assertThat(Durations.charged(1)).isEqualTo(2);
    assertThat(Durations.held(0)).isZero();
    assertThat(Durations.charged(0)).isZero();
    assertThat(Durations.toMillis(1_999_999)).isEqualTo(1);
    assertThat(Durations.toMillisUp(1_000_001)).isEqualTo(2);
  }

  /** How fast a clock runs; the extremes as often as all between. */
  private static double rate(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> SLOW;
      case 1 -> FAST;
      default -> SLOW + random.nextDouble() * (FAST - SLOW);
    };
  }
}
