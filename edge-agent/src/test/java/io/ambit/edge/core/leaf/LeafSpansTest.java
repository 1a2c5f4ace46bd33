package io.ambit.edge.core.leaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.lease.Durations;
import org.junit.jupiter.api.Test;

class LeafSpansTest {
  @Test
  void aChargeOutlastsASlowClockAndALateReader() {
    assertThat(LeafSpans.charged(2)).isEqualTo(Durations.ofMillis(2_502));
    assertThat(LeafSpans.charged(1)).isEqualTo(Durations.ofMillis(1_501));
  }

  @Test
  void whatIsToldAgainFindsTheBucketEvenIfReadLateByAFastClock() {
    assertThat(LeafSpans.inForce(2)).isEqualTo(Durations.ofMillis(1_498));
    assertThat(LeafSpans.inForce(1)).isEqualTo(Durations.ofMillis(499));
    assertThat(LeafSpans.renewed(1)).isPositive();
  }

  @Test
  void aTtlIsOverBeforeTheLeaseIs() {
    assertThat(LeafSpans.longestWithin(Durations.ofMillis(18_000))).isEqualTo(2);
    assertThat(LeafSpans.longestWithin(Durations.ofMillis(2_502))).isEqualTo(2);
    assertThat(LeafSpans.longestWithin(Durations.ofMillis(2_501))).isEqualTo(1);
    assertThat(LeafSpans.longestWithin(Durations.ofMillis(1_500))).isZero();
    assertThat(LeafSpans.longestWithin(-1)).isZero();
  }
}
