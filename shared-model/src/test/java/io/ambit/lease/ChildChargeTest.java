package io.ambit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.model.LimitKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChildChargeTest {
  private static final LimitKey KEY = new LimitKey("acme", "requests");
  private static final long NEVER = 1_000_000;

  private final ChildCharge charge = new ChildCharge();

  @Test
  void aRaiseCountsAtOnce() {
    grant(1, 100, 100);
    grant(2, 300, 100);

    assertThat(charge.charged()).isEqualTo(rate(300));
  }

  @Test
  void aShrinkCountsOnlyOnceItIsAcknowledged() {
    grant(1, 300, 100);
    grant(2, 100, 100);
    assertThat(charge.charged()).isEqualTo(rate(300));

    acknowledge(1, 0);
    assertThat(charge.charged()).isEqualTo(rate(300));

    acknowledge(2, 0);
    assertThat(charge.charged()).isEqualTo(rate(100));
  }

  @Test
  void whatIsNeverAcknowledgedEndsWithItsLease() {
    grant(1, 300, 100);
    grant(2, 100, 200);

    charge.expire(99, 99);
    assertThat(charge.charged()).isEqualTo(rate(300));
    charge.expire(100, 100);
    assertThat(charge.charged()).isEqualTo(rate(100));
    charge.expire(200, 200);
    assertThat(charge.charged()).isEqualTo(Share.NONE);
    assertThat(charge.isEmpty()).isTrue();
  }

  @Test
  void theLargestRateAndTheLargestDepthCountEachByItself() {
    charge.charge(stamp(1), grant(new Share(100, 9), Share.NONE), NEVER);
    charge.charge(stamp(2), grant(new Share(300, 2), Share.NONE), NEVER);

    assertThat(charge.charged()).isEqualTo(new Share(300, 9));
  }

  @Test
  void whatIsAcknowledgedAwayIsChargedAsFarAsGrandchildrenMayUseItUntilItWouldHaveEnded() {
    grant(1, 300, 100);
    grant(2, 50, 200);

    acknowledge(2, 220);
    assertThat(charge.charged()).isEqualTo(rate(220));
    acknowledge(2, 80);
    assertThat(charge.charged()).isEqualTo(rate(80));
    charge.expire(100, 100);
    assertThat(charge.charged()).isEqualTo(rate(50));
  }

  @Test
  void grandchildrenNeverMakeAChargeLargerThanTheGrantWas() {
    grant(1, 300, 100);
    acknowledge(2, 900);

    assertThat(charge.charged()).isEqualTo(rate(300));
  }

  @Test
  void aFloorOutlivesItsLeaseUntilALaterGrantIsAcknowledged() {
    charge.charge(stamp(1), grant(rate(100), rate(10)), 100);
    charge.expire(5_000, 5_000);
    assertThat(charge.charged()).isEqualTo(rate(10));

    charge.charge(stamp(2), grant(rate(0), Share.NONE), 6_000);
    assertThat(charge.chargedFloor()).isEqualTo(rate(10));

    acknowledge(2, 0);
    assertThat(charge.charged()).isEqualTo(Share.NONE);
  }

  @Test
  void floorsOfGrandchildrenCountForAsLongAsTheyAreReported() {
    grant(1, 300, 100);
    charge.acknowledge(Proof.of(stamp(1)), exposed(Share.NONE, rate(20)));
    charge.expire(100, 100);
    assertThat(charge.charged()).isEqualTo(rate(20));

    charge.acknowledge(Proof.of(stamp(1)), exposed(Share.NONE, Share.NONE));
    assertThat(charge.isEmpty()).isTrue();
  }

  @Test
  void aChildThatStoppedUsesNothingItHadAppliedNorAnythingMadeOutToThatBootSince() {
    grant(1, 100, NEVER);
    grant(2, 200, NEVER);
    grant(5, 500, NEVER);

    charge.leave(stamp(1), stamp(5), exposed(Share.NONE, Share.NONE));

    assertThat(charge.charged()).as("made out to another boot").isEqualTo(rate(200));
  }

  @Test
  void aChildThatStoppedIsChargedForWhatItsOwnChildrenMayUse() {
    charge.charge(stamp(1), grant(rate(300), rate(30)), 100);
    charge.leave(stamp(1), stamp(1), exposed(rate(120), rate(12)));

    assertThat(charge.charged()).isEqualTo(rate(120));
    charge.expire(100, 100);
    assertThat(charge.charged()).isEqualTo(rate(12));
  }

  @Test
  void whatIsOnRecordIsChargedUntilANewRecordSaysLess() {
    grant(1, 300, 100);
    charge.recorded();
    charge.expire(100, 100);

    assertThat(charge.live()).isEqualTo(Share.NONE);
    assertThat(charge.charged()).isEqualTo(rate(300));
    assertThat(charge.isOverstated()).isTrue();
    assertThat(charge.isEmpty()).isFalse();

    charge.recorded();
    assertThat(charge.isOverstated()).isFalse();
    assertThat(charge.isEmpty()).isTrue();
  }

  @Test
  void anyNumberOfGrantsIsHeldInBoundsAndNeverChargedTooLittle() {
    for (long seed = 1; seed <= 2_000; seed++) {
      Random random = new Random(seed);
      ChildCharge bounded = new ChildCharge();
      List<Outstanding> all = new ArrayList<>();
      for (int i = 1; i <= 3 * ChildCharge.MAX_OUTSTANDING; i++) {
        Share share = new Share(random.nextInt(1_000), random.nextInt(1_000));
        long until = random.nextInt(1_000);
        bounded.charge(stamp(i), grant(share, Share.NONE), until);
        all.add(new Outstanding(stamp(i), stamp(i), share, until, false));
      }
      Stamp acknowledged = stamp(random.nextInt(3 * ChildCharge.MAX_OUTSTANDING));
      long now = random.nextInt(1_000);
      bounded.acknowledge(Proof.of(acknowledged), exposed(Share.NONE, Share.NONE));
      bounded.expire(now, now);
      Share least =
          all.stream()
              .filter(grant -> !acknowledged.isAfter(grant.last()) && grant.untilNanos() > now)
              .map(Outstanding::share)
              .reduce(Share.NONE, Share::max);
      assertThat(bounded.charged().covers(least)).as("seed %d", seed).isTrue();
    }
  }

  private void grant(int sequence, long rateMilli, long untilNanos) {
    charge.charge(stamp(sequence), grant(rate(rateMilli), Share.NONE), untilNanos);
  }

  private void acknowledge(int sequence, long exposedMilli) {
    charge.acknowledge(Proof.of(stamp(sequence)), exposed(rate(exposedMilli), Share.NONE));
  }

  private static Stamp stamp(int sequence) {
    return new Stamp(1, sequence);
  }

  private static Share rate(long rateMilli) {
    return new Share(rateMilli, 0);
  }

  private static LeaseGrant grant(Share lease, Share floor) {
    return new LeaseGrant(KEY, lease.max(floor), floor, 0, 0);
  }

  private static Exposure exposed(Share lease, Share floor) {
    return new Exposure(KEY, lease, floor);
  }
}
