package io.ambit.lease;

import static io.ambit.lease.Family.END_MILLIS;
import static io.ambit.lease.Family.GIVEN;
import static io.ambit.lease.Family.HALF_FLOOR;
import static io.ambit.lease.Family.HELD;
import static io.ambit.lease.Family.HOLD_MILLIS;
import static io.ambit.lease.Family.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of leases when a child starts anew, and when a parent does. */
class LeaseSuccessionTest {
  private final Family family = new Family();
  private final Family.Speaker one = family.child("eu-1", 1);
  private final Family.Speaker again = family.child("eu-1", 11);
  private final Family.Speaker two = family.child("eu-2", 2);

  @Test
  void aRestartedChildIsAnsweredAtOnceAndMeteredAnew() {
    family.run(1_000, 500, one, two);
    family.nowMillis += 50;
    again.report(0);

    assertThat(family.round()).extracting(Grants::boot).contains(again.boot);
    assertThat(family.parent.offeredPerSecondMilli(family.nanos(), KEY)).isEqualTo(500_000);
  }

  @Test
  void aRestartFreesNothingUntilTheNewBootHoldsSomethingElse() {
    one.report(2_000);
    family.round();
    again.report(0);
    family.assertNothingIsFree();

    again.acknowledge();
    again.report(0);
    two.report(2_000);
    family.round();
    assertThat(family.given("eu-2").rateMilli()).isPositive();
  }

  @Test
  void aLateReportOfAnEarlierBootFreesNothing() {
    Report late = one.report(false);
    again.report(2_000);
    family.round();
    again.acknowledge();
    again.report(2_000);

    family.deliver(late);

    family.assertNothingIsFree();
  }

  @Test
  void aLateReportOfAnEarlierBootDoesNotSilenceTheOneThatRuns() {
    Report late = one.report(false);
    again.report(2_000);
    family.deliver(late);
    again.report(2_000);

    assertThat(family.round()).extracting(Grants::boot).containsExactly(again.boot);
    family.deliver(late);
    assertThat(family.parent.newest("eu-1").orElseThrow().boot()).isEqualTo(again.boot);
  }

  @Test
  void aLateFarewellOfAnEarlierBootFreesNothingOfTheOneThatRuns() {
    one.report(2_000);
    family.round();
    one.acknowledge();
    Report farewell = one.report(true);
    again.report(2_000);
    family.round();

    family.deliver(farewell);

    family.assertNothingIsFree();
  }

  /** Floors have no end: once called back, they are charged for as long as they are reported. */
  @Test
  void aLateAcknowledgementDoesNotBringDownWhatALaterOneSaid() {
    one.report(2_000);
    family.round();
    one.acknowledge();
    Report late = one.report(false);
    family.holdings = List.of(Family.holding(HELD, Share.NONE));
    again.report(2_000);
    family.round();
    again.acknowledge();
    again.exposes(HALF_FLOOR, HALF_FLOOR);
    again.report(2_000);

    family.deliver(late);
    family.round();

    assertThat(family.parent.exposure()).extracting(Exposure::floor).containsExactly(HALF_FLOOR);
  }

  @Test
  void aSuccessorChargesWhatItFindsAsIfItWereGrantedNow() {
    one.report(2_000);
    family.round();
    family.nowMillis = HOLD_MILLIS - 1;
    family.takeOver(2);
    assertThat(family.outstanding()).isEqualTo(GIVEN);

    family.nowMillis += END_MILLIS - 1;
    family.round();
    assertThat(family.outstanding()).isEqualTo(GIVEN);
    family.nowMillis += 1;
    family.round();
    assertThat(family.outstanding()).isEqualTo(HALF_FLOOR);
  }

  @Test
  void aSuccessorsGrantsComeAfterAllOfItsPredecessors() {
    family.run(5_000, 900, one, two);
    Stamp before = family.record("eu-2").stamp();
    family.takeOver(2);
    one.report(2_000);

    assertThat(family.round().getFirst().stamp().isAfter(before)).isTrue();
  }

  /** Compaction keeps the newest record of a child, so that record has to say it all. */
  @Test
  void aSuccessorThatFindsOnlyTheNewestRecordChargesTheLargerGrantBeforeItToo() {
    one.report(2_000);
    family.round();
    family.nowMillis += 1_000;
    one.report(0);
    two.report(2_000);
    family.round();
    assertThat(family.given("eu-1").rateMilli()).isLessThan(HELD.rateMilli());

    family.takeOver(2);

    assertThat(family.charged("eu-1")).isEqualTo(GIVEN);
  }

  @Test
  void whatEndedIsOnRecordAsEndedBeforeItIsGivenAway() {
    one.report(2_000);
    family.round();
    family.nowMillis = END_MILLIS;
    two.report(2_000);

    assertThat(family.round()).extracting(Grants::node).containsExactly("eu-1", "eu-2");
    family.takeOver(2);
    assertThat(HELD.covers(family.outstanding())).isTrue();
  }

  @Test
  void whatWasGivenBackIsOnRecordAsGivenBackBeforeItIsGivenAway() {
    two.report(2_000);
    family.round();
    family.nowMillis += 100;
    one.report(2_000);
    two.report(0);
    family.round();
    two.acknowledge();
    family.nowMillis += 100;
    two.report(0);
    one.report(2_000);

    assertThat(family.round()).extracting(Grants::node).containsExactly("eu-2", "eu-1");
    assertThat(family.given("eu-1").rateMilli()).isPositive();
    family.takeOver(2);
    assertThat(HELD.covers(family.outstanding())).isTrue();
  }

  @Test
  void anEndedLeaseIsBroughtDownToItsFloorOnce() {
    one.report(2_000);
    family.round();
    family.nowMillis = END_MILLIS;

    assertThat(family.round()).hasSize(1);
    assertThat(family.given("eu-1")).isEqualTo(HALF_FLOOR);
    assertThat(family.round()).isEmpty();
  }

  @Test
  void aSuccessorFindsNoFloorOfAChildThatIsGoneForGood() {
    one.report(2_000);
    family.round();
    family.nowMillis = Removal.SILENT_MILLIS;
    family.deregister("eu-1");
    family.takeOver(2);

    assertThat(family.outstanding()).isEqualTo(Family.GIVEN);
    assertThat(family.parent.chargedFloor("eu-1", Family.KEY)).isEqualTo(Share.NONE);
    family.nowMillis += END_MILLIS;
    family.round();
    assertThat(family.outstanding()).isEqualTo(Share.NONE);
    assertThat(family.record("eu-1").isEmpty()).isTrue();
  }

  @Test
  void aChildThatOnlyAPredecessorHeardIsShownAndCanBeTakenForGone() {
    one.report(2_000);
    family.round();
    family.takeOver(2);
    family.nowMillis = Removal.SILENT_MILLIS - 1;

    assertThat(family.parent.unheard()).containsExactly("eu-1");
    assertThat(family.deregister("eu-1")).isInstanceOf(Removal.Present.class);
    family.nowMillis = END_MILLIS;
    family.round();
    assertThat(family.deregister("eu-1")).isInstanceOf(Removal.Gone.class);
    assertThat(family.parent.unheard()).isEmpty();
    family.takeOver(3);
    assertThat(family.outstanding()).isEqualTo(Share.NONE);
  }

  /** Two that believe to own a region: only one knows what its edges may be using. */
  @Test
  void aDeposedOwnersWordProvesNothingOfWhatItsSuccessorWasGiven() {
    Family.Speaker successor = successor();
    Share before = family.charged("eu-1");

    deposedAcknowledges();
    assertThat(family.charged("eu-1")).as("however long that one is silent").isEqualTo(before);

    family.deliver(successor.report(false).under(4));
    family.round();
    successor.acknowledge();
    family.deliver(successor.report(false).under(4));
    family.round();
    assertThat(family.charged("eu-1")).isEqualTo(Share.NONE);
  }

  @Test
  void norDoesItToAParentThatFoundTheRecord() {
    successor();
    Share before = family.charged("eu-1");
    family.takeOver(2);

    deposedAcknowledges();
    assertThat(family.charged("eu-1")).isEqualTo(before);
  }

  @Test
  void norToOneThatFoundARecordThatWasMadeOutToIt() {
    successor();
    Share before = family.charged("eu-1");
    deposedAcknowledges();
    family.takeOver(2);

    deposedAcknowledges();
    assertThat(family.charged("eu-1")).isEqualTo(before);
  }

  @Test
  void anOwnersWordIsGoodForWhatItsPredecessorWasGiven() {
    family.deliver(one.report(false).under(3));
    family.round();
    family.nowMillis += 100;
    Family.Speaker successor = family.child("eu-1", 2);
    family.holdings = List.of();
    family.deliver(successor.report(false).under(4));
    family.round();
    successor.acknowledge();
    family.deliver(successor.report(false).under(4));
    family.round();

    assertThat(family.charged("eu-1")).isEqualTo(Share.NONE);
  }

  @Test
  void aDeposedOwnerIsNotAnsweredWhileItsSuccessorIsHeard() {
    Family.Speaker successor = successor();
    family.nowMillis += 1_000;
    family.deliver(one.report(false).under(3));
    family.round();

    assertThat(family.record("eu-1").boot()).isEqualTo(successor.boot);
  }

  /** Under the epoch after that of {@link #one}, with a lease. */
  private Family.Speaker successor() {
    family.deliver(one.report(false).under(3));
    Family.Speaker successor = family.child("eu-1", 2);
    successor.report(2_000);
    family.deliver(successor.report(false).under(4));
    family.round();
    assertThat(family.charged("eu-1").isNone()).isFalse();
    return successor;
  }

  /** It has been told since that there is nothing for it any more. */
  private void deposedAcknowledges() {
    family.nowMillis += 4_000;
    family.holdings = List.of();
    family.deliver(one.report(false).under(3));
    family.round();
    one.acknowledge();
    family.deliver(one.report(false).under(3));
    family.round();
  }
}
