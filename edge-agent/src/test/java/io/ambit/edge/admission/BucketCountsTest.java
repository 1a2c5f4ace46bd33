package io.ambit.edge.admission;

import static io.ambit.edge.admission.Rules.REQUESTS;
import static io.ambit.edge.admission.Rules.SECOND;
import static io.ambit.edge.admission.Rules.rule;
import static io.ambit.edge.admission.Rules.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.usage.Usage;
import org.junit.jupiter.api.Test;

class BucketCountsTest {
  private static final long HUGE = Long.MAX_VALUE / 2;

  private final LeaseBucket bucket = Rules.bucket(terms(1_000, 1_000));

  @Test
  void whatIsToldStopsAtTheLargestLongAndIsToldOnce() {
    bucket.add(HUGE, HUGE);
    assertThat(bucket.read()).isEqualTo(new Usage(REQUESTS, 2 * HUGE, HUGE));

    bucket.add(HUGE, 5);
    assertThat(bucket.read()).isEqualTo(new Usage(REQUESTS, Long.MAX_VALUE, 2 * HUGE));

    bucket.add(0, HUGE);
    assertThat(bucket.read()).isNull();
    assertThat(bucket.offeredMilli()).as("it has wrapped").isEqualTo(bucket.toldOfferedMilli());
  }

  @Test
  void whoComesAfterCountsOnAndTellsAtOnce() {
    bucket.add(3_000, 2_000);
    assertThat(bucket.read()).isNotNull();
    bucket.gaveBack(500);
    bucket.leave();

    LeaseBucket next = new LeaseBucket(0, rule("requests", terms(1, 1)), bucket, new Watch());

    assertThat(next.read()).isEqualTo(new Usage(REQUESTS, 5_000, 3_000, 500));
    assertThat(next.read()).isNull();
    assertThat(next.onTheWayMilli()).isEqualTo(500);
  }

  @Test
  void whoIsAskedNowAndThenIsReadOnceAndNotLookedAtAgain() {
    bucket.add(4_000, 0);
    bucket.wake(0, SECOND / 20);
    bucket.returnSurplus(SECOND / 20);
    assertThat(bucket.isAwake()).isFalse();
    assertThat(bucket.read()).isEqualTo(new Usage(REQUESTS, 4_000, 4_000));

    bucket.add(6_000, 0);
    bucket.wake(SECOND / 20, SECOND / 10);
    bucket.returnSurplus(SECOND / 10);
    assertThat(bucket.isAwake()).as("at 12 a second").isTrue();
  }

  @Test
  void tokensThatCameAreCountedOnce() {
    assertThat(bucket.hasFlowed(0, 0)).isFalse();
    assertThat(bucket.flowed(700, 0)).isEqualTo(700);
    assertThat(bucket.hasFlowed(700, 0)).isFalse();
    assertThat(bucket.flowed(600, 0)).isZero();
    assertThat(bucket.flowed(900, 100)).isEqualTo(200);
  }
}
