package io.ambit.lease;

import static io.ambit.lease.Family.END_MILLIS;
import static io.ambit.lease.Family.FLOOR;
import static io.ambit.lease.Family.GIVEN;
import static io.ambit.lease.Family.HALF_FLOOR;
import static io.ambit.lease.Family.HELD;
import static io.ambit.lease.Family.HOLD_MILLIS;
import static io.ambit.lease.Family.KEY;
import static io.ambit.lease.Family.TTL_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseParentTest {
  private final Family family = new Family();
  private final Family.Speaker one = family.child("eu-1", 1);
  private final Family.Speaker two = family.child("eu-2", 2);

  @Test
  void aChildIsAnsweredInTheNextRound() {
    one.report(2_000);

    Grants grants = family.round().getFirst();

    assertThat(grants.node()).isEqualTo("eu-1");
    assertThat(grants.boot()).isEqualTo(one.boot);
    assertThat(grants.stamp()).isEqualTo(new Stamp(1, 1));
    assertThat(grants.leases())
        .containsExactly(new LeaseGrant(KEY, GIVEN, HALF_FLOOR, TTL_MILLIS, HOLD_MILLIS));
  }

  @Test
  void aChildIsAnsweredWhereverTheParentsClockStands() {
    family.nowMillis = -5_000;
    family.holdings = List.of();
    one.report(0);

    assertThat(family.round()).hasSize(1);
  }

  @Test
  void anUnchangedLeaseIsGivenAnewOnlyWhenItGrowsOld() {
    family.run(2_000, 100, one, two);
    int before = family.written;
    family.run(5_000, 100, one, two);

    assertThat(family.written - before).as("to two children in five seconds").isEqualTo(10);
  }

  @Test
  void whoSpeaksButAppliesNothingIsToldAllAgainAndThenLessAndLessOften() {
    family.run(1_000, 100, one, two);
    assertThat(family.record("eu-1").anew()).isFalse();
    long beganMillis = family.nowMillis;
    List<Long> anew = new ArrayList<>();
    for (; family.nowMillis < beganMillis + 20_000; family.nowMillis += 100) {
      one.report(100);
      two.report(100);
      for (Grants grants : family.round()) {
        if (grants.anew()) {
          assertThat(grants.node()).isEqualTo("eu-1");
          anew.add(family.nowMillis - beganMillis);
        }
      }
      two.acknowledge();
    }
    one.acknowledge();
    family.run(5_000, 100, one, two);

    assertThat(anew).hasSize(2);
    assertThat(anew.getFirst()).isBetween(3_000L, 5_000L);
    assertThat(anew.getLast() - anew.getFirst()).isBetween(6_000L, 8_000L);
    assertThat(family.record("eu-1").anew()).isFalse();
  }

  @Test
  void aGrantIsChargedBeforeItLeaves() {
    one.report(2_000);
    family.round();

    assertThat(family.charged("eu-1")).isEqualTo(GIVEN);
    assertThat(family.outstanding()).isEqualTo(GIVEN);
  }

  @Test
  void aRaiseWaitsUntilTheOthersHaveAcknowledgedTheirShrink() {
    one.report(2_000);
    family.round();
    family.nowMillis += 100;
    one.report(2_000);
    two.report(2_000);
    family.round();
    assertThat(family.given("eu-1").rateMilli()).isLessThan(HELD.rateMilli());
    assertThat(family.given("eu-2").rateMilli()).isZero();

    family.nowMillis += 100;
    one.acknowledge();
    one.report(2_000);
    family.round();
    assertThat(family.given("eu-2").rateMilli()).isPositive();
    assertThat(HELD.covers(family.outstanding())).isTrue();
  }

  @Test
  void aChildThatNeverAcknowledgesIsChargedUntilItsLeaseHasEndedOnAnyClock() {
    one.report(2_000);
    family.round();
    family.nowMillis = END_MILLIS - 1;
    family.round();
    assertThat(family.charged("eu-1")).isEqualTo(GIVEN);

    family.nowMillis = END_MILLIS;
    family.round();
    assertThat(family.charged("eu-1")).isEqualTo(HALF_FLOOR);
  }

  @Test
  void aSilentChildGetsNothing() {
    one.report(2_000);
    family.nowMillis += LeaseTimes.EDGE.silentMillis() + 1;

    assertThat(family.round()).isEmpty();
  }

  @Test
  void aLeaseNeverOutlastsTheOneItIsCutFrom() {
    family.holdings = List.of(Family.holding(HELD, FLOOR, 1_000));
    one.report(2_000);

    LeaseGrant lease = family.round().getFirst().leases().getFirst();

    assertThat(lease.holdMillis()).isEqualTo(999);
    assertThat(lease.ttlMillis()).isEqualTo(999);
  }

  @Test
  void aLimitThatIsWithdrawnIsTakenFromEveryChild() {
    family.run(300, 100, one, two);
    family.holdings = List.of();

    assertThat(family.round()).extracting(Grants::leases).containsExactly(List.of(), List.of());
    one.acknowledge();
    two.acknowledge();
    family.run(200, 0, one, two);
    assertThat(family.parent.exposure()).isEmpty();
  }

  @Test
  void anOldReportChangesNothing() {
    one.report(0);
    Report old = one.report(false);
    one.report(0);

    assertThat(family.deliver(old)).isEmpty();
    assertThat(family.parent.newest("eu-1").orElseThrow().sequence()).isEqualTo(4);
  }

  @Test
  void anAcknowledgementOfWhatThisOwnerNeverGaveProvesNothing() {
    one.report(2_000);
    family.round();
    one.acknowledge(new Stamp(7, 1));
    one.report(2_000);

    family.assertNothingIsFree();
  }

  @Test
  void whatTheChildsOwnChildrenMayUseStaysCharged() {
    one.report(2_000);
    family.round();
    one.exposes(new Share(700_000, 70_000), HALF_FLOOR);
    family.nowMillis += 100;
    two.report(2_000);
    one.report(0);
    family.round();
    one.acknowledge();
    one.report(0);
    family.round();
    assertThat(family.charged("eu-1").rateMilli()).isEqualTo(700_000);

    one.exposes(HALF_FLOOR, HALF_FLOOR);
    one.report(0);
    family.round();
    assertThat(family.charged("eu-1").rateMilli()).isLessThan(700_000);
  }

  @Test
  void anEdgeThatLeavesGivesEverythingBack() {
    one.report(2_000);
    family.round();
    one.leave();
    family.round();

    assertThat(family.outstanding()).isEqualTo(Share.NONE);
    assertThat(family.record("eu-1").isEmpty()).isTrue();
    assertThat(family.parent.roster(family.nanos()))
        .extracting(NodeStatus::left)
        .containsExactly(true);
  }

  @Test
  void aRegionThatLeavesStaysChargedForWhatItsEdgesMayUse() {
    Share edges = new Share(400_000, 40_000);
    one.report(2_000);
    family.round();
    one.acknowledge();
    one.exposes(edges, new Share(3_000, 3_000));
    one.leave();
    family.round();

    assertThat(family.outstanding()).isEqualTo(edges);
  }

  @Test
  void aChildThatIsGoneForGoodIsChargedForItsLeaseToItsEndAndLeavesNoRecord() {
    one.report(2_000);
    family.round();
    family.nowMillis = Removal.SILENT_MILLIS;
    family.deregister("eu-1");

    assertThat(family.outstanding()).isEqualTo(Family.GIVEN);
    assertThat(family.parent.chargedFloor("eu-1", Family.KEY)).isEqualTo(Share.NONE);
    assertThat(family.parent.roster(family.nanos())).isEmpty();
    family.nowMillis = Family.END_MILLIS;
    family.round();

    assertThat(family.outstanding()).isEqualTo(Share.NONE);
    assertThat(family.record("eu-1").isEmpty()).isTrue();
    assertThat(family.round()).isEmpty();
  }

  @Test
  void theFloorOfAChildThatIsGoneForGoodIsFreeAtOnceForOthers() {
    one.report(2_000);
    family.round();
    family.nowMillis = Family.END_MILLIS;
    family.round();
    assertThat(family.outstanding()).isEqualTo(Family.HALF_FLOOR);

    assertThat(family.deregister("eu-1"))
        .isEqualTo(new Removal.Gone(Optional.of(family.record("eu-1")), 0));
    assertThat(family.outstanding()).isEqualTo(Share.NONE);
  }

  @Test
  void aChildThatIsHeardIsNotTakenForGone() {
    one.report(2_000);
    family.round();
    family.nowMillis = Removal.SILENT_MILLIS - 1;

    assertThat(family.deregister("eu-1")).isEqualTo(new Removal.Present(family.nowMillis));
    assertThat(family.deregister("eu-2")).isEqualTo(new Removal.Unknown());
    assertThat(family.charged("eu-1")).isEqualTo(Family.GIVEN);
  }

  /** Whoever said that it is gone was mistaken: it holds nothing it could read of. */
  @Test
  void aChildThatComesBackIsANewcomer() {
    one.report(2_000);
    family.round();
    HeldLeases held = new HeldLeases("eu-1", one.boot);
    assertThat(held.apply(family.nanos(), family.record("eu-1"))).isTrue();
    family.nowMillis = Family.END_MILLIS;
    family.deregister("eu-1");

    assertThat(held.apply(family.nanos(), family.record("eu-1"))).isTrue();
    assertThat(held.all()).isEmpty();
    one.report(2_000);
    assertThat(family.round()).extracting(Grants::node).containsExactly("eu-1");
    assertThat(family.charged("eu-1")).isEqualTo(Family.GIVEN);
    assertThat(family.deregister("eu-1")).isEqualTo(new Removal.Present(0));
  }

  @Test
  void oneChildTooManyIsNotHeard() {
    for (int i = 0; i < LeaseParent.MAX_CHILDREN; i++) {
      family.child("edge-" + i, i).report(0);
    }
    one.report(0);

    assertThat(family.parent.newest("eu-1")).isEmpty();
    assertThat(family.parent.roster(family.nanos())).hasSize(LeaseParent.MAX_CHILDREN);
  }
}
