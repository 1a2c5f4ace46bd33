package io.ambit.global.core;

import static io.ambit.global.core.Scene.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.failover.Calm;
import io.ambit.failover.Demand;
import io.ambit.failover.Finding;
import io.ambit.failover.Proposal;
import io.ambit.failover.Proposal.Kind;
import io.ambit.failover.RegionHealth;
import io.ambit.failover.TableRefusal;
import io.ambit.failover.Traffic;
import io.ambit.global.core.Command.Change;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.PolicySpec;
import io.ambit.model.Priority;
import io.ambit.model.RegionDeclaration;
import io.ambit.model.RegionDeclaration.AdminState;
import io.ambit.model.SpillRow;
import io.ambit.model.SpillTable;
import io.ambit.model.Spread;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Traffic moves step by step, by records of the log, and only where the safety rules let it. */
final class ShiftsTest {
  private final Scene scene = Scene.leading();

  @Test
  void theTableIsWorkedOutOnceTwoRegionsAreKnown() {
    declare("eu", 1_000, AdminState.ACTIVE);
    scene.pass(2_000);
    assertThat(scene.asked).isEmpty();
    declare("us", 1_000, AdminState.ACTIVE);
    live(4_000, 300, 200);
    assertThat(spread("eu").receiver(Priority.CRITICAL, 9_999)).isEqualTo("us");
    assertThat(spread("us").receiver(Priority.CRITICAL, 9_999)).isEqualTo("eu");
  }

  @Test
  void smallChangesOfDemandMakeNoRecord() {
    twoRegions();
    int before = scene.log.size();
    for (int i = 0; i < 60; i++) {
      live(1_000, 300 + i % 40, 200 + i % 30);
    }
    assertThat(scene.log).hasSize(before);
    live(10_000, 700, 600);
    assertThat(scene.log.size()).isGreaterThan(before);
    assertThat(spread("eu").shed(Priority.CRITICAL)).isEqualTo(6_429);
  }

  @Test
  void aDrainedRegionLeavesInSteps() {
    twoRegions();
    shift(new Proposal(Kind.DRAIN, "eu", false, false));
    live(500, 300, 200);
    assertThat(table().away()).containsEntry("eu", 100);
    live(5_000, 300, 200);
    assertThat(table().away()).containsEntry("eu", 500);
    live(20_000, 300, 200);
    assertThat(table().away()).containsEntry("eu", 10_000);
    Move move = scene.core.shifts().moves().all().getFirst();
    assertThat(move.phase()).isEqualTo(Move.Phase.DONE);
    assertThat(move.actor()).isEqualTo("olga");
    assertThat(scene.effects(ArbiterEffect.Moved.class))
        .containsExactly(new ArbiterEffect.Moved(Kind.DRAIN, Move.Phase.DONE));
  }

  @Test
  void anEvacuatedOneLeavesAtOnceAndComesBackInSteps() {
    twoRegions();
    assertThat(scene.core.shifts().lost()).isEmpty();
    shift(new Proposal(Kind.EVACUATE, "eu", false, false));
    live(500, 300, 200);
    assertThat(table().away()).containsEntry("eu", 10_000);
    assertThat(scene.core.shifts().lost()).containsExactly("eu");
    live(1_000, 300, 200);
    shift(new Proposal(Kind.RESTORE, "eu", false, false));
    live(500, 300, 200);
    assertThat(table().away()).containsEntry("eu", 9_900);
    live(5 * 60_000, 300, 200);
    assertThat(table().away()).isEmpty();
    assertThat(scene.core.shifts().moves().all())
        .extracting(Move::kind)
        .containsExactly(Kind.RESTORE, Kind.EVACUATE);
  }

  @Test
  void theSafetyRulesStandInTheWay() {
    twoRegions();
    live(10_000, 700, 600);
    Reply reply = shift(new Proposal(Kind.DRAIN, "eu", false, false));
    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.Blocked.class,
            blocked ->
                assertThat(blocked.now().findings())
                    .extracting(Finding::rule)
                    .containsExactly(Finding.Rule.ROOM));
    assertThat(shift(new Proposal(Kind.DRAIN, "eu", false, true)))
        .isInstanceOf(Reply.Committed.class);
  }

  @Test
  void ofTwoDrainsAtOnceOneIsTaken() {
    twoRegions();
    long first = want(new Proposal(Kind.DRAIN, "eu", false, true), -1);
    long second = want(new Proposal(Kind.DRAIN, "us", false, true), -1);
    scene.commitAll();
    assertThat(scene.replies.get(first)).isInstanceOf(Reply.Committed.class);
    assertThat(scene.replies.get(second)).isInstanceOf(Reply.Blocked.class);
  }

  @Test
  void aRequestThatIsMadeAgainIsDoneOnce() {
    twoRegions();
    Proposal drain = new Proposal(Kind.DRAIN, "eu", false, false);
    long first = want(scene, drain, "monday");
    long meanwhile = want(scene, drain, "monday");
    scene.commitAll();
    live(30_000, 300, 200);
    int records = scene.log.size();
    long after = want(scene, drain, "monday");
    long other = want(scene, new Proposal(Kind.DRAIN, "us", false, false), "monday");
    scene.commitAll();

    assertThat(scene.replies.get(first)).isInstanceOf(Reply.Committed.class);
    assertThat(scene.replies.get(meanwhile)).isInstanceOf(Reply.Unchanged.class);
    assertThat(scene.replies.get(after)).isInstanceOf(Reply.Unchanged.class);
    assertThat(scene.replies.get(other))
        .isEqualTo(Reply.Refused.because(Reply.Refusal.OTHER_REQUEST));
    assertThat(scene.log).hasSize(records);
    assertThat(scene.core.shifts().moves().wantedBy("monday")).isPresent();

    Scene next = scene.successor();
    long later = want(next, drain, "monday");
    assertThat(next.replies.get(later)).isInstanceOf(Reply.Unchanged.class);
    assertThat(next.asked).isEmpty();
  }

  @Test
  void aPlanOnOtherIntentIsNotCarriedOut() {
    twoRegions();
    Proposal drain = new Proposal(Kind.DRAIN, "eu", false, false);
    Plan plan = scene.core.plan(scene.nowNanos(), drain);
    assertThat(plan.passes()).isTrue();
    declare("us", 900, AdminState.ACTIVE);
    long late = want(drain, plan.revision());
    assertThat(scene.replies.get(late))
        .isInstanceOfSatisfying(
            Reply.Blocked.class, blocked -> assertThat(blocked.outdated()).isTrue());
    assertThat(plan.holdsAsOf(scene.core.plan(scene.nowNanos(), drain))).isFalse();
  }

  @Test
  void aSuccessorGoesOnWhereItsPredecessorStopped() {
    twoRegions();
    shift(new Proposal(Kind.DRAIN, "eu", false, false));
    live(6_000, 300, 200);
    assertThat(table().away()).containsEntry("eu", 500);

    Scene next = scene.successor();
    live(next, 30_000, lost(300, false), well(200));
    assertThat(next.core.policy().spillTable().away()).containsEntry("eu", 10_000);
    assertThat(next.core.shifts().moves().all().getFirst().phase()).isEqualTo(Move.Phase.DONE);
  }

  @Test
  void aRegionWhoseReportsStayAwayIsSuspectBeforeItsNewsIsOld() {
    twoRegions();
    for (int i = 0; i < 30; i++) {
      scene.report("eu", "acme", 0);
      scene.report("us", "acme", 0);
      scene.pass(100);
    }
    live(500, 300, 200);
    assertThat(health("eu").verdict()).isEqualTo(RegionHealth.Verdict.WELL);
    for (int i = 0; i < 13; i++) {
      scene.report("us", "acme", 0);
      live(100, 300, 200);
    }
    assertThat(health("eu").verdict()).isEqualTo(RegionHealth.Verdict.SUSPECT);
    assertThat(health("eu").weighed()).isEqualTo(RegionHealth.Verdict.WELL);
    assertThat(health("us").verdict()).isEqualTo(RegionHealth.Verdict.WELL);
    scene.report("eu", "acme", 0);
    live(500, 300, 200);
    assertThat(health("eu").verdict()).isEqualTo(RegionHealth.Verdict.WELL);
  }

  private RegionHealth.Judged health(String region) {
    return Objects.requireNonNull(scene.core.shifts().health().get(region));
  }

  @Test
  void aLostRegionIsProposedUnlessPolicySaysOtherwise() {
    twoRegions();
    live(scene, 5_000, lost(300, true), well(200));
    assertThat(table().away()).isEmpty();
    Move proposed = scene.core.shifts().moves().all().getFirst();
    assertThat(proposed.phase()).isEqualTo(Move.Phase.PROPOSED);
    assertThat(proposed.reason()).isEqualTo("90 of 100 requests failed, 0 of 2 backends answer");
    live(1_000, 300, 200);
    assertThat(scene.core.shifts().moves().all().getFirst().phase()).isEqualTo(Move.Phase.ABORTED);
  }

  @Test
  void aProposalThatIsTurnedDownIsSoForASuccessorToo() {
    twoRegions();
    live(scene, 5_000, lost(300, true), well(200));
    String proposed = scene.core.shifts().moves().all().getFirst().id();
    long first = turnDown(scene, proposed, "monday");
    scene.commitAll();
    long again = turnDown(scene, proposed, "monday");
    long other = turnDown(scene, proposed, "tuesday");
    long drain = want(scene, new Proposal(Kind.DRAIN, "eu", false, true), "monday");

    assertThat(scene.replies.get(first)).isInstanceOf(Reply.Committed.class);
    assertThat(scene.replies.get(again)).isInstanceOf(Reply.Unchanged.class);
    assertThat(scene.replies.get(other)).isEqualTo(Reply.Refused.because(Reply.Refusal.STALE));
    assertThat(scene.replies.get(drain))
        .isEqualTo(Reply.Refused.because(Reply.Refusal.OTHER_REQUEST));
    assertThat(scene.effects(ArbiterEffect.Moved.class))
        .containsExactly(new ArbiterEffect.Moved(Kind.EVACUATE, Move.Phase.ABORTED));

    Scene next = scene.successor();
    live(next, 5_000, lost(300, true), well(200));
    Move down = next.core.shifts().moves().all().getFirst();
    Move here = scene.core.shifts().moves().find(proposed).orElseThrow();
    assertThat(down).usingRecursiveComparison().ignoringFields("timeline").isEqualTo(here);
    assertThat(down.phase()).isEqualTo(Move.Phase.ABORTED);
    assertThat(down.actor()).isEqualTo("olga");
    long later = turnDown(next, proposed, "monday");
    assertThat(next.replies.get(later)).isInstanceOf(Reply.Unchanged.class);
  }

  @Test
  void whatWasTurnedDownIsForgottenOnceTheRegionIsWell() {
    twoRegions();
    live(scene, 5_000, lost(300, true), well(200));
    turnDown(scene, scene.core.shifts().moves().all().getFirst().id(), "monday");
    scene.commitAll();
    live(scene, 5_000, lost(300, true), well(200));
    assertThat(scene.core.shifts().moves().all()).hasSize(1);

    live(2_000, 300, 200);
    assertThat(scene.core.policy().region("eu"))
        .isEqualTo(new RegionDeclaration(1_000, 1, AdminState.ACTIVE));
    Scene next = scene.successor();
    live(next, 5_000, lost(300, true), well(200));
    assertThat(next.core.shifts().moves().all())
        .extracting(Move::phase)
        .containsExactly(Move.Phase.PROPOSED);
  }

  @Test
  void automationDrainsALostRegionAndBringsItBackOnceItIsWell() {
    twoRegions();
    put(PolicyKey.FAILOVER_POLICY, automatic());
    live(scene, 5_000, lost(300, true), well(200));
    assertThat(table().away()).containsEntry("eu", 10_000);
    assertThat(scene.core.policy().live(PolicyKey.region("eu")).orElseThrow().actor())
        .isEqualTo(PolicyRecord.ARBITER);
    live(29_000, 300, 200);
    assertThat(table().away()).containsEntry("eu", 10_000);
    live(2_500, 300, 200);
    assertThat(table().away()).containsEntry("eu", 9_900);
    live(5 * 60_000, 300, 200);
    assertThat(table().away()).isEmpty();
    assertThat(scene.core.policy().region("eu").adminState()).isEqualTo(AdminState.ACTIVE);
  }

  @Test
  void automationGivesUpAfterTwoInAnHour() {
    twoRegions();
    put(PolicyKey.FAILOVER_POLICY, automatic());
    for (int i = 0; i < 2; i++) {
      live(scene, 5_000, lost(300, true), well(200));
      live(6 * 60_000, 300, 200);
    }
    assertThat(table().away()).containsEntry("eu", 10_000);
    assertThat(scene.core.shifts().own().calms().get("eu"))
        .extracting(Calm::state)
        .isEqualTo(Calm.State.LATCHED);
  }

  @Test
  void automationDoesNotBringBackWhatAPersonDrained() {
    twoRegions();
    put(PolicyKey.FAILOVER_POLICY, automatic());
    shift(new Proposal(Kind.EVACUATE, "eu", false, false));
    live(scene, 5_000, lost(300, true), well(200));
    live(10 * 60_000, 300, 200);
    assertThat(table().away()).containsEntry("eu", 10_000);
  }

  @Test
  void aDrainOfItsOwnIsHeldBackWhileRegionsWouldKeepItsTableOut() {
    twoRegions();
    put(PolicyKey.FAILOVER_POLICY, automatic());
    loseBeforeTheTable();
    put(PolicyKey.region("us"), new RegionDeclaration(900, 1, AdminState.ACTIVE));
    live(scene, 2_000, lost(300, true), well(200));

    assertThat(scene.core.policy().region("eu").adminState()).isEqualTo(AdminState.DRAINED);
    assertThat(table().away().getOrDefault("eu", 0)).as("52 % of what is declared").isZero();
    assertThat(scene.core.shifts().moves().all().getFirst().timeline())
        .filteredOn(event -> event.what().equals("held back"))
        .singleElement()
        .extracting(Move.Event::detail)
        .asString()
        .contains("1000/s of 1900/s");

    put(PolicyKey.region("us"), new RegionDeclaration(1_000, 1, AdminState.ACTIVE));
    live(scene, 1_000, lost(300, true), well(200));
    assertThat(table().away()).containsEntry("eu", 10_000);
  }

  @Test
  void whatIsHeldBackGoesOnOnceAPersonDeclaresTheSame() {
    twoRegions();
    put(PolicyKey.FAILOVER_POLICY, automatic());
    loseBeforeTheTable();
    put(PolicyKey.region("us"), new RegionDeclaration(900, 1, AdminState.ACTIVE));
    live(scene, 2_000, lost(300, true), well(200));
    declare("eu", 1_000, AdminState.DRAINED);
    live(scene, 25_000, lost(300, true), well(200));

    assertThat(scene.core.policy().live(PolicyKey.region("eu")).orElseThrow().actor())
        .isEqualTo("olga");
    assertThat(table().away()).containsEntry("eu", 10_000);
  }

  @Test
  void whoKeepsATableFromItsEdgesIsOnTheTimelineAndCountedOnce() {
    twoRegions();
    shift(new Proposal(Kind.EVACUATE, "eu", false, false));
    live(1_000, 300, 200);
    Traffic refusing = well(200).refusing(new TableRefusal(12, "pinned: 'eu' is not drained"));
    live(scene, 2_000, lost(300, false), refusing);

    assertThat(scene.effects(ArbiterEffect.TableRefused.class))
        .containsExactly(new ArbiterEffect.TableRefused("us", 12));
    assertThat(scene.core.shifts().refusal("us")).isPresent();
    live(1_000, 300, 200);
    assertThat(scene.core.shifts().moves().all().getFirst().timeline())
        .extracting(Move.Event::what)
        .containsSubsequence("done", "refused by us", "taken by us");
    assertThat(scene.core.shifts().refusal("us")).isEmpty();
  }

  /** A region is lost and declared drained, and its table is not worked out yet. */
  private void loseBeforeTheTable() {
    PolicyKey eu = PolicyKey.region("eu");
    for (int i = 0;
        i < 100 && scene.core.policy().region("eu").adminState() != AdminState.DRAINED;
        i++) {
      scene.give(new ArbiterInput.TrafficTold(lost(300, true)));
      scene.give(new ArbiterInput.TrafficTold(well(200)));
      scene.caughtUp();
      scene.pass(50);
      scene.commitAll();
    }
    assertThat(scene.core.policy().live(eu).orElseThrow().actor()).isEqualTo(PolicyRecord.ARBITER);
    assertThat(table().away()).doesNotContainEntry("eu", 10_000);
  }

  private void twoRegions() {
    declare("eu", 1_000, AdminState.ACTIVE);
    declare("us", 1_000, AdminState.ACTIVE);
    live(8_000, 300, 200);
  }

  private static FailoverPolicy automatic() {
    FailoverPolicy unsaid = FailoverPolicy.DEFAULT;
    return new FailoverPolicy(
        unsaid.capPerTenThousand(),
        true,
        unsaid.drainStepMillis(),
        unsaid.failbackStepMillis(),
        unsaid.hold(),
        new TreeMap<>(),
        unsaid.homes());
  }

  private void declare(String region, long capacity, AdminState state) {
    put(PolicyKey.region(region), new RegionDeclaration(capacity, 1, state));
  }

  private void put(PolicyKey key, PolicySpec spec) {
    scene.want(key, new Change.Put(spec), new Precondition.Present(), false);
    scene.want(key, new Change.Put(spec), NONE, false);
    scene.commitAll();
  }

  private Reply shift(Proposal proposal) {
    long id = want(proposal, -1);
    scene.commitAll();
    return Objects.requireNonNull(scene.replies.get(id));
  }

  private long want(Proposal proposal, long basis) {
    PolicyKey key = PolicyKey.region(proposal.region());
    return scene.want(key, new Change.Shift(proposal, basis), NONE, false);
  }

  private static long want(Scene scene, Proposal proposal, String request) {
    PolicyKey key = PolicyKey.region(proposal.region());
    return scene.want(key, new Change.Shift(proposal, -1), NONE, false, request);
  }

  private static long turnDown(Scene scene, String proposal, String request) {
    PolicyKey key = PolicyKey.region("eu");
    return scene.want(key, new Change.TurnDown(proposal), NONE, false, request);
  }

  private SpillTable table() {
    return scene.core.policy().spillTable();
  }

  private Spread spread(String lost) {
    SpillRow row = table().row(new TreeSet<>(List.of(lost))).orElseThrow();
    return Objects.requireNonNull(row.spreads().get(lost));
  }

  private void live(long millis, long eu, long us) {
    live(scene, millis, lost(eu, false), well(us));
  }

  private static Traffic lost(long demand, boolean lost) {
    return lost
        ? new Traffic("eu", Demand.of(0, demand, 0, 0), 0, 10, 90, 0, 2)
        : new Traffic("eu", Demand.of(0, demand, 0, 0), 0, 100, 0, 2, 2);
  }

  private static Traffic well(long demand) {
    return new Traffic("us", Demand.of(0, demand, 0, 0), 0, 100, 0, 2, 2);
  }

  /** Time passes, both regions tell of themselves, and the log takes all it is given. */
  private static void live(Scene scene, long millis, Traffic eu, Traffic us) {
    for (long passed = 0; passed < millis; passed += 250) {
      scene.give(new ArbiterInput.TrafficTold(eu));
      scene.give(new ArbiterInput.TrafficTold(us));
      scene.caughtUp();
      scene.pass(250);
      scene.commitAll();
    }
  }
}
