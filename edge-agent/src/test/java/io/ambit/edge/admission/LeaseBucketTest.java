package io.ambit.edge.admission;

import static io.ambit.edge.admission.Rules.SECOND;
import static io.ambit.edge.admission.Rules.bucket;
import static io.ambit.edge.admission.Rules.rule;
import static io.ambit.edge.admission.Rules.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.edge.core.Terms;
import io.ambit.lease.Share;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeaseBucketTest {
  private static final Share LEASE = new Share(100_000, 10_000);
  private static final Share FLOOR = new Share(1_000, 2_000);

  @Test
  void aNewBucketIsEmpty() {
    LeaseBucket bucket = bucket(terms(1_000_000, 50_000));

    assertThat(bucket.debit(1, 0)).isNull();
    assertThat(bucket.remaining(0)).isZero();
  }

  @Test
  void tokensArriveAtTheRateAndStopAtTheDepth() {
    LeaseBucket bucket = bucket(terms(100_000, 10_000));

    assertThat(taken(bucket, SECOND / 20)).isEqualTo(5_000);
    assertThat(taken(bucket, 10 * SECOND)).isEqualTo(10_000);
  }

  @Test
  void aRequestLargerThanTheDepthNeverGoes() {
    LeaseBucket bucket = bucket(terms(100_000, 10_000));

    assertThat(bucket.debit(10_001, 100 * SECOND)).isNull();
    assertThat(bucket.debit(10_000, 100 * SECOND)).isNotNull();
  }

  @Test
  void aRaisedDepthArrivesEmpty() {
    LeaseBucket bucket = bucket(terms(1_000, 10_000));

    bucket.follow(60 * SECOND, rule("requests", terms(1_000, 90_000)));

    assertThat(taken(bucket, 60 * SECOND)).isEqualTo(10_000);
    assertThat(taken(bucket, 61 * SECOND)).isEqualTo(1_000);
  }

  @Test
  void aLoweredDepthDestroysWhatIsAboveItForGood() {
    LeaseBucket bucket = bucket(terms(1_000, 10_000));

    bucket.follow(60 * SECOND, rule("requests", terms(1_000, 3_000)));
    bucket.follow(60 * SECOND, rule("requests", terms(1_000, 10_000)));

    assertThat(taken(bucket, 60 * SECOND)).isEqualTo(3_000);
  }

  @Test
  void whatIsLeftOfTheTokensSurvivesAChangeOfRate() {
    LeaseBucket bucket = bucket(terms(1_000, 10_000));
    bucket.debit(1_500, 4 * SECOND);

    bucket.follow(4 * SECOND, rule("requests", terms(50_000, 10_000)));

    assertThat(taken(bucket, 4 * SECOND)).isEqualTo(2_500);
  }

  @Test
  void afterTheLeaseTheFloorAloneIsLeft() {
    LeaseBucket bucket = bucket(new Terms(LEASE, FLOOR, 5 * SECOND));

    assertThat(taken(bucket, 5 * SECOND - 1)).isEqualTo(10_000);
    assertThat(bucket.onLease(5 * SECOND)).isFalse();
    assertThat(taken(bucket, 6 * SECOND)).isBetween(1_000L, 1_001L);
    assertThat(taken(bucket, 60 * SECOND)).isEqualTo(2_000);
  }

  @Test
  void aFloorDeeperThanTheLeaseArrivesEmptyToo() {
    LeaseBucket bucket = bucket(new Terms(LEASE, new Share(1_000, 50_000), 5 * SECOND));

    assertThat(taken(bucket, 5 * SECOND)).isEqualTo(10_000);
  }

  @Test
  void aDebitThatRanAheadOfNewTermsIsOwed() {
    LeaseBucket bucket = bucket(terms(1_000, 10_000));
    bucket.debit(5_000, 5 * SECOND);

    bucket.follow(4 * SECOND, rule("requests", terms(1_000, 10_000 - 1)));

    assertThat(bucket.debit(1, 4 * SECOND)).isNull();
    assertThat(bucket.debit(1, 5 * SECOND)).isNull();
    assertThat(bucket.debit(1, 5 * SECOND + 1_000_000)).isNotNull();
  }

  @Test
  void aDebitUnderWayWhenTheTermsChangeIsMadeOnTheNewOnes() {
    Stretch stretch = Stretch.first(0, terms(1_000, 10_000));
    stretch.close(new Stretch.Successor(4 * SECOND, terms(50_000, 10_000), 0, 0, Long.MAX_VALUE));

    assertThat(stretch.debit(1, 4 * SECOND)).isEqualTo(Stretch.Debit.CLOSED);
    assertThat(stretch.next().debit(4_000, 4 * SECOND)).isEqualTo(Stretch.Debit.DONE);
  }

  @Test
  void aRefundAfterTheTermsChangedNeitherReopensNorAddsAnything() {
    Stretch stretch = Stretch.first(0, terms(1_000, 10_000));
    stretch.debit(3_000, 4 * SECOND);
    stretch.close(new Stretch.Successor(4 * SECOND, terms(50_000, 10_000), 0, 0, Long.MAX_VALUE));
    stretch.refund(3_000);

    assertThat(stretch.debit(1, 4 * SECOND)).isEqualTo(Stretch.Debit.CLOSED);
    assertThat(stretch.next().available(4 * SECOND)).isEqualTo(1_000);
  }

  @Test
  void tokensThatAreGivenComeOnTopOfTheRateButNeverAboveTheDepth() {
    Stretch stretch = Stretch.first(0, terms(1_000, 10_000));
    stretch.close(
        new Stretch.Successor(4 * SECOND, terms(1_000, 10_000), 3_000, 0, Long.MAX_VALUE));
    Stretch filled = stretch.next();
    assertThat(filled.available(4 * SECOND)).isEqualTo(7_000);

    filled.close(new Stretch.Successor(4 * SECOND, terms(1_000, 10_000), 9_000, 0, Long.MAX_VALUE));
    assertThat(filled.next().available(4 * SECOND)).isEqualTo(10_000);
  }

  @Test
  void whatWasGivenBackTakesUpDepthUntilItIsTakenInAbove() {
    Stretch stretch = Stretch.first(0, terms(1_000, 10_000));
    Stretch.Successor next = new Stretch.Successor(8 * SECOND, terms(1_000, 10_000), 0, 0, 2_000);
    stretch.close(next);
    Stretch kept = stretch.next();

    assertThat(kept.givenBackMilli(next)).isEqualTo(6_000);
    assertThat(kept.available(8 * SECOND)).isEqualTo(2_000);
    assertThat(kept.available(60 * SECOND)).as("full, with 6 on their way").isEqualTo(4_000);
  }

  @Test
  void aRefundGivesBackUnlessTheTermsChangedSince() {
    LeaseBucket bucket = bucket(terms(1_000, 10_000));
    Stretch before = Objects.requireNonNull(bucket.debit(4_000, 4 * SECOND));
    before.refund(1_000);
    bucket.follow(4 * SECOND, rule("requests", terms(1_000, 20_000)));
    before.refund(3_000);

    assertThat(taken(bucket, 4 * SECOND)).isEqualTo(1_000);
  }

  @Test
  void largestAndSmallestRatesAndDepthsHoldOverLongTimes() {
    LeaseBucket largest = bucket(terms(Share.MAX_MILLI, Share.MAX_MILLI));
    LeaseBucket smallest = bucket(terms(1, Share.MAX_MILLI));
    long now = 0;
    for (int hour = 1; hour <= 24 * 365; hour++) {
      now = hour * 3_600L * SECOND + hour;
      largest.renew(now);
      assertThat(largest.debit(Share.MAX_MILLI, now)).as("hour %d", hour).isNotNull();
      assertThat(largest.debit(1_000_000, now)).as("hour %d", hour).isNull();
      smallest.renew(now);
    }
    assertThat(smallest.debit(now / SECOND, now)).isNotNull();
    assertThat(smallest.debit(1, now)).isNull();
  }

  @Test
  void waitingAsLongAsToldIsEnoughAndNotMuchTooLong() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      long rate = 1 + (long) (Share.MAX_MILLI * Math.pow(random.nextDouble(), 6));
      long cost = 1 + (long) (Share.MAX_MILLI * Math.pow(random.nextDouble(), 8));
      LeaseBucket bucket = bucket(terms(rate, Share.MAX_MILLI));
      long wait = bucket.waitNanos(cost, 0);
      String what = "%d at %d milli/s: %d ns".formatted(cost, rate, wait);
      if (wait < 3_600 * SECOND) {
        assertThat(bucket.debit(cost, wait)).as(what).isNotNull();
      }
      if (wait > 1_000_000) {
        assertThat(bucket(terms(rate, Share.MAX_MILLI)).debit(cost, wait - 1_000_001))
            .as(what)
            .isNull();
      }
    }
  }

  @Test
  void withoutAnyRateOneWaitsForTheNextGrant() {
    assertThat(bucket(terms(0, 0)).waitNanos(1_000, 0)).isEqualTo(SECOND);
  }

  /** Empties the bucket milli by milli, roughly; returns how much there was. */
  private static long taken(LeaseBucket bucket, long nowNanos) {
    long taken = 0;
    for (long cost = 1L << 40; cost > 0; cost >>= 1) {
      while (bucket.debit(cost, nowNanos) != null) {
        taken += cost;
      }
    }
    return taken;
  }
}
