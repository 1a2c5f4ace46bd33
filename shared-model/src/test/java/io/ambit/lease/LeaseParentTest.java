package io.ambit.lease;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.model.LimitKey;
import io.ambit.model.Mode;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LeaseParentTest {
  private static final LimitKey KEY = new LimitKey("acme", "requests");
  private static final Share HELD = new Share(1_000_000, 100_000);
  private static final Share FLOOR = new Share(10_000, 20_000);
  private static final long TTL_MILLIS = 3_000;
  private static final long HOLD_MILLIS = 18_000;

  private LeaseParent parent = new LeaseParent(1, LeaseTimes.EDGE);
  private final SortedMap<String, Grants> topic = new TreeMap<>();
  private List<Holding> holdings = List.of(holding(HELD));
  private long nowMillis;
  private int written;

  /** A child of the parent under test. */
  private final class Speaker {
    private final String node;
    private final Boot boot;
    private long sequence;
    private long offeredMilli;
    private Stamp applied = Stamp.NONE;
    private List<Exposure> exposure = List.of();

    Speaker(String node, int boot) {
      this.node = node;
      this.boot = Boot.of(0, boot);
    }

    /** Reports once; an interval of 100 ms at this many units per second was offered. */
    void report(long perSecond) {
      offeredMilli += perSecond * 100;
      parent.receive(nanos(), next(false));
    }

    void leave() {
      parent.receive(nanos(), next(true));
    }

    /** A report as of now that somebody may deliver later. */
    Report next(boolean leaving) {
      return new Report(
          node,
          boot,
          ++sequence,
          nanos(),
          applied,
          0,
          Mode.TARGET,
          List.of(new Usage(KEY, offeredMilli, 0)),
          exposure,
          List.of(),
          leaving);
    }

    void acknowledge() {
      applied = requireNonNull(topic.get(node)).stamp();
    }

    void exposes(Share lease, Share floor) {
      exposure = List.of(new Exposure(KEY, lease, floor));
    }
  }

  private final Speaker one = new Speaker("eu-1", 1);
  private final Speaker two = new Speaker("eu-2", 2);

  @Test
  void aChildIsAnsweredInTheNextRound() {
    one.report(100);

    Grants grants = round().getFirst();

    assertThat(grants.node()).isEqualTo("eu-1");
    assertThat(grants.boot()).isEqualTo(one.boot);
    assertThat(grants.stamp()).isEqualTo(new Stamp(1, 1));
    assertThat(grants.leases())
        .containsExactly(
            new LeaseGrant(KEY, HELD, new Share(5_000, 10_000), TTL_MILLIS, HOLD_MILLIS));
  }

  @Test
  void anUnchangedLeaseIsGivenAnewOnlyWhenItGrowsOld() {
    run(2_000, 100, 100);
    int before = written;
    run(5_000, 100, 100);

    assertThat(written - before).as("grants to two children in five seconds").isEqualTo(10);
  }

  @Test
  void aChildIsAnsweredWhereverTheParentsClockStands() {
    nowMillis = -5_000;
    holdings = List.of();
    one.report(0);

    assertThat(round()).hasSize(1);
  }

  @Test
  void aGrantIsChargedBeforeItLeaves() {
    one.report(100);
    round();

    assertThat(parent.charged("eu-1", KEY)).isEqualTo(HELD);
    assertThat(parent.outstanding(KEY)).isEqualTo(HELD);
  }

  @Test
  void aRaiseWaitsUntilTheOthersHaveAcknowledgedTheirShrink() {
    one.report(900);
    round();
    one.acknowledge();
    nowMillis += 100;
    two.report(0);
    one.report(900);
    round();
    assertThat(given("eu-2").rateMilli()).isZero();

    nowMillis += 100;
    one.report(900);
    two.report(900);
    round();
    assertThat(given("eu-2").rateMilli()).isZero();

    nowMillis += 100;
    one.acknowledge();
    one.report(900);
    round();
    assertThat(given("eu-2").rateMilli()).isPositive();
  }

  @Test
  void aChildThatNeverAcknowledgesIsChargedUntilItsLeaseHasEndedOnAnyClock() {
    one.report(900);
    round();
    long endMillis = HOLD_MILLIS + HOLD_MILLIS / 1_000;
    // Its floor stays, and so does what is on record until a round has brought that down.
    nowMillis = endMillis - 1;
    round();
    assertThat(parent.charged("eu-1", KEY)).isEqualTo(HELD);

    nowMillis = endMillis;
    round();
    assertThat(parent.charged("eu-1", KEY)).isEqualTo(new Share(5_000, 10_000));
  }

  @Test
  void aSilentChildGetsNothing() {
    one.report(900);
    nowMillis += LeaseTimes.EDGE.silentMillis() + 1;

    assertThat(round()).isEmpty();
  }

  @Test
  void aLimitThatIsWithdrawnIsTakenFromEveryChild() {
    run(300, 100, 100);
    holdings = List.of();

    assertThat(round()).extracting(Grants::leases).containsExactly(List.of(), List.of());
    one.acknowledge();
    two.acknowledge();
    run(200, 0, 0);
    assertThat(parent.exposure()).isEmpty();
  }

  @Test
  void anOldReportChangesNothing() {
    one.report(0);
    Report old = one.next(false);
    one.report(0);

    assertThat(parent.receive(nanos(), old)).isEmpty();
    assertThat(parent.newest("eu-1").orElseThrow().sequence()).isEqualTo(one.sequence);
  }

  @Test
  void aRestartedChildIsAnsweredAtOnceAndMeteredAnew() {
    run(1_000, 500, 0);
    Speaker again = new Speaker("eu-1", 11);
    nowMillis += 50;
    again.report(0);

    assertThat(round()).extracting(Grants::boot).contains(again.boot);
    assertThat(parent.offeredPerSecondMilli(nanos(), KEY)).isZero();
  }

  @Test
  void aRestartFreesNothingUntilTheNewBootHoldsSomethingElse() {
    one.report(900);
    round();
    Speaker again = new Speaker("eu-1", 11);
    again.report(0);
    two.report(900);
    round();
    assertThat(given("eu-2").rateMilli()).isZero();
    assertThat(parent.charged("eu-1", KEY)).isEqualTo(HELD);

    again.acknowledge();
    again.report(0);
    two.report(900);
    round();
    assertThat(given("eu-2").rateMilli()).isPositive();
  }

  @Test
  void aLateReportOfAnEarlierBootFreesNothing() {
    Report late = one.next(false);
    Speaker again = new Speaker("eu-1", 11);
    again.report(900);
    round();
    again.acknowledge();
    again.report(900);

    parent.receive(nanos(), late);

    assertThat(parent.charged("eu-1", KEY)).isEqualTo(HELD);
  }

  @Test
  void aLateReportOfAnEarlierBootDoesNotSilenceTheOneThatRuns() {
    Report late = one.next(false);
    Speaker again = new Speaker("eu-1", 11);
    again.report(900);
    parent.receive(nanos(), late);
    again.report(900);

    assertThat(round()).extracting(Grants::boot).containsExactly(again.boot);
    parent.receive(nanos(), late);
    assertThat(parent.newest("eu-1").orElseThrow().boot()).isEqualTo(again.boot);
  }

  @Test
  void anAcknowledgementOfWhatThisOwnerNeverGaveProvesNothing() {
    one.report(900);
    round();
    one.applied = new Stamp(7, 1);
    one.report(900);

    assertThat(parent.charged("eu-1", KEY)).isEqualTo(HELD);
  }

  @Test
  void whatTheChildsOwnChildrenMayUseStaysCharged() {
    one.report(900);
    round();
    one.exposes(new Share(700_000, 70_000), new Share(5_000, 10_000));
    two.report(0);
    shrinkAndAcknowledge();

    assertThat(parent.charged("eu-1", KEY).rateMilli()).isEqualTo(700_000);
    one.exposes(new Share(5_000, 10_000), new Share(5_000, 10_000));
    one.report(0);
    round();
    assertThat(parent.charged("eu-1", KEY).rateMilli()).isLessThan(700_000);
  }

  @Test
  void anEdgeThatLeavesGivesEverythingBack() {
    one.report(900);
    round();
    one.acknowledge();
    one.leave();
    round();

    assertThat(parent.outstanding(KEY)).isEqualTo(Share.NONE);
    assertThat(requireNonNull(topic.get("eu-1")).isEmpty()).isTrue();
    assertThat(parent.roster(nanos())).extracting(NodeStatus::left).containsExactly(true);
  }

  @Test
  void aRegionThatLeavesStaysChargedForWhatItsEdgesMayUse() {
    one.report(900);
    round();
    one.acknowledge();
    one.exposes(new Share(400_000, 40_000), new Share(3_000, 3_000));
    one.leave();
    round();

    assertThat(parent.outstanding(KEY)).isEqualTo(new Share(400_000, 40_000));
  }

  @Test
  void aLateFarewellOfAnEarlierBootFreesNothingOfTheOneThatRuns() {
    one.report(900);
    round();
    one.acknowledge();
    Report farewell = one.next(true);
    Speaker again = new Speaker("eu-1", 11);
    again.report(900);
    round();

    parent.receive(nanos(), farewell);

    assertThat(parent.charged("eu-1", KEY)).isEqualTo(HELD);
  }

  @Test
  void aSuccessorChargesWhatItFindsAsIfItWereGrantedNow() {
    run(300, 900, 100);
    nowMillis += 10_000;
    takeOver(2);

    assertThat(parent.outstanding(KEY)).isEqualTo(HELD);
    nowMillis += HOLD_MILLIS;
    round();
    assertThat(parent.outstanding(KEY)).isEqualTo(HELD);
  }

  @Test
  void aSuccessorsGrantsComeAfterAllOfItsPredecessors() {
    run(5_000, 900, 100);
    Stamp before = requireNonNull(topic.get("eu-1")).stamp();
    takeOver(2);
    one.report(900);

    assertThat(round().getFirst().stamp().isAfter(before)).isTrue();
  }

  /** Compaction keeps the newest record of a child, so that record has to say it all. */
  @Test
  void aSuccessorThatFindsOnlyTheNewestRecordChargesTheLargerGrantBeforeItToo() {
    one.report(900);
    round();
    nowMillis += 1_000;
    one.report(0);
    two.report(900);
    round();
    nowMillis += 100;
    one.report(0);
    round();
    assertThat(given("eu-1").rateMilli()).isLessThan(HELD.rateMilli());

    takeOver(2);

    assertThat(parent.charged("eu-1", KEY)).isEqualTo(HELD);
  }

  @Test
  void whatASuccessorCouldNotKnowToBeFreeIsOnRecordAsFreeBeforeItIsGivenAway() {
    one.report(900);
    two.report(0);
    round();
    nowMillis = HOLD_MILLIS + HOLD_MILLIS / 1_000;
    two.report(900);
    List<Grants> grants = round();
    assertThat(grants).extracting(Grants::node).containsExactly("eu-1", "eu-2");
    takeOver(2);

    assertThat(HELD.covers(parent.outstanding(KEY))).isTrue();
  }

  @Test
  void anEndedLeaseIsBroughtDownToItsFloorOnce() {
    one.report(900);
    round();
    nowMillis = HOLD_MILLIS + HOLD_MILLIS / 1_000;

    assertThat(round()).hasSize(1);
    assertThat(given("eu-1")).isEqualTo(new Share(5_000, 10_000));
    assertThat(round()).isEmpty();
  }

  @Test
  void aChildThatIsGoneForGoodIsChargedNothingAndLeavesNoRecord() {
    one.report(900);
    round();
    parent.deregister("eu-1");
    round();

    assertThat(parent.outstanding(KEY)).isEqualTo(Share.NONE);
    assertThat(parent.roster(nanos())).isEmpty();
    takeOver(2);
    assertThat(parent.outstanding(KEY)).isEqualTo(Share.NONE);
  }

  @Test
  void aLeaseNeverOutlastsTheOneItIsCutFrom() {
    holdings = List.of(holding(HELD, 1_000));
    one.report(900);

    LeaseGrant lease = round().getFirst().leases().getFirst();

    assertThat(lease.holdMillis()).isEqualTo(999);
    assertThat(lease.ttlMillis()).isEqualTo(999);
  }

  @Test
  void oneChildTooManyIsNotHeard() {
    for (int i = 0; i < LeaseParent.MAX_CHILDREN; i++) {
      new Speaker("edge-" + i, i).report(0);
    }
    one.report(0);

    assertThat(parent.newest("eu-1")).isEmpty();
    assertThat(parent.roster(nanos())).hasSize(LeaseParent.MAX_CHILDREN);
  }

  private void shrinkAndAcknowledge() {
    nowMillis += 100;
    one.report(0);
    two.report(900);
    nowMillis += 100;
    one.report(0);
    two.report(900);
    round();
    one.acknowledge();
    one.report(0);
    round();
  }

  /** Reports and rounds for a while; both children acknowledge what they get. */
  private void run(long millis, long onePerSecond, long twoPerSecond) {
    for (long end = nowMillis + millis; nowMillis < end; nowMillis += 100) {
      one.report(onePerSecond);
      two.report(twoPerSecond);
      round();
      one.acknowledge();
      two.acknowledge();
    }
  }

  private List<Grants> round() {
    List<Grants> grants = new ArrayList<>(parent.round(nanos(), holdings));
    grants.forEach(each -> topic.put(each.node(), each));
    written += grants.size();
    return grants;
  }

  private void takeOver(long epoch) {
    parent = new LeaseParent(epoch, LeaseTimes.EDGE);
    topic.values().forEach(grants -> parent.restore(nanos(), grants));
  }

  private Share given(String node) {
    return requireNonNull(topic.get(node)).leases().getFirst().lease();
  }

  private long nanos() {
    return Durations.ofMillis(nowMillis);
  }

  private static Holding holding(Share lease) {
    return holding(lease, 3_600_000);
  }

  private static Holding holding(Share lease, long remainingMillis) {
    return new Holding(
        KEY,
        lease,
        FLOOR,
        Durations.ofMillis(remainingMillis),
        TTL_MILLIS,
        HOLD_MILLIS,
        child -> ClaimTerms.EQUAL);
  }
}
