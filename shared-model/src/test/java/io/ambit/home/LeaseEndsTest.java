package io.ambit.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.lease.Durations;
import org.junit.jupiter.api.Test;

class LeaseEndsTest {
  private static final long LED = Durations.ofMillis(1_000);

  @Test
  void whatPredecessorsGaveEndsALongestLeaseAfterThisOneBegan() {
    assertThat(new LeaseEnds(LED).endNanos("eu") - LED).isEqualTo(Durations.ofMillis(15_015));
  }

  @Test
  void allThatARegionWasGivenEndsALeaseAfterItWasLastHeardHoweverOftenItIsGiven() {
    LeaseEnds ends = new LeaseEnds(LED - Durations.ofMillis(60_000));
    ends.heard(LED, "eu");
    ends.give(3_000);
    ends.give(3_000);

    assertThat(ends.endNanos("eu") - LED).isEqualTo(Durations.ofMillis(3_003));
    ends.heard(LED + 7, "eu");
    ends.give(3_000);
    assertThat(ends.endNanos("eu") - LED).isEqualTo(Durations.ofMillis(3_003) + 7);
  }

  @Test
  void aShorterLeaseDoesNotEndALongerOneBeforeIt() {
    LeaseEnds ends = new LeaseEnds(LED - Durations.ofMillis(60_000));
    ends.heard(LED, "eu");
    ends.give(15_000);
    ends.heard(LED + 7, "eu");
    ends.give(3_000);

    assertThat(ends.endNanos("eu") - LED).isEqualTo(Durations.ofMillis(15_015));
  }
}
