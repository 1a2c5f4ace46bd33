package io.ambit.edge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.escrow.EscrowMemory;
import io.ambit.lease.Boot;
import io.ambit.lease.Grants;
import io.ambit.lease.HeldLease;
import io.ambit.lease.LeaseGrant;
import io.ambit.lease.Report;
import io.ambit.lease.Share;
import io.ambit.lease.Stamp;
import io.ambit.mode.ModeChange;
import io.ambit.model.Budget;
import io.ambit.model.ControlLoss;
import io.ambit.model.Enforcement;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.Mode;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EdgeCoreTest {
  private static final long MILLIS = 1_000_000;
  private static final LimitKey REQUESTS = new LimitKey("acme", "requests");
  private static final Boot BOOT = Boot.of(1, 1);
  private static final Share LEASE = new Share(100_000, 10_000);
  private static final Share FLOOR = new Share(1_000, 1_000);
  private static final Budget BUDGET = Budget.of(Limit.perSecond("requests", 1_000, 100));

  private final EdgeCore core = new EdgeCore("eu-1", BOOT);
  private final List<EdgeEffect> effects = new ArrayList<>();
  private long nowMillis = 5_000;
  private long sequence;
  private long revision;

  // Reports

  @Test
  void aReportGoesUpEveryHundredMilliseconds() {
    resume(Snapshot.empty());
    pass(10_000);
    assertThat(all(EdgeEffect.SendReport.class)).hasSizeBetween(99, 101);
  }

  @Test
  void aReportTellsWhatChangedAndEveryTenthTellsEverything() {
    resume(Snapshot.empty());
    relay(PolicyKey.budget("acme"), BUDGET);
    relay(PolicyKey.budget("bob"), BUDGET);
    pass(1_500);
    effects.clear();
    tick(List.of(new Usage(REQUESTS, 5_000, 4_000)), List.of());
    pass(1_000);

    List<List<Usage>> told = reports().stream().map(Report::usage).toList();

    assertThat(told.getFirst()).contains(new Usage(REQUESTS, 5_000, 4_000));
    assertThat(told).filteredOn(usage -> usage.size() == 2).hasSize(1);
    assertThat(told).filteredOn(List::isEmpty).hasSizeGreaterThan(6);
  }

  @Test
  void aFlockOfLimitsIsToldInPartsThatFitIntoARecord() {
    resume(Snapshot.empty());
    int tenants = UsageToReport.MOST_PER_REPORT + 500;
    IntStream.range(0, tenants).forEach(i -> relay(PolicyKey.budget("t" + i), BUDGET));
    pass(8_000);

    assertThat(reports()).allMatch(r -> r.usage().size() <= UsageToReport.MOST_PER_REPORT);
    assertThat(reports()).extracting(Report::gaps).startsWith(Report.Gaps.USAGE);
    assertThat(reports().stream().flatMap(r -> r.usage().stream()).distinct().count())
        .isEqualTo(tenants);
  }

  @Test
  void newPolicyIsToldAtOnce() {
    resume(Snapshot.empty());
    pass(1_000);
    effects.clear();
    relay(PolicyKey.budget("acme"), BUDGET);
    pass(50);

    assertThat(reports()).extracting(Report::policyRevision).containsExactly(1L);
  }

  // Acknowledging

  @Test
  void aGrantIsAcknowledgedOnceItIsOnDiskAndNotBefore() {
    ready();
    grant(LEASE);
    pass(200);
    assertThat(last(EdgeEffect.SendReport.class).report().applied()).isEqualTo(Stamp.NONE);

    feed(new EdgeInput.Persisted(new Stamp(1, 1), 1));
    pass(50);

    assertThat(last(EdgeEffect.SendReport.class).report().applied()).isEqualTo(new Stamp(1, 1));
  }

  @Test
  void whatIsOnDiskIsAcknowledgedAtOnce() {
    ready();
    grant(LEASE);
    pass(100);
    effects.clear();
    feed(new EdgeInput.Persisted(new Stamp(1, 1), 1));
    pass(50);

    assertThat(reports()).hasSize(1);
  }

  @Test
  void everyGrantIsPublishedAndPersisted() {
    ready();
    effects.clear();
    grant(LEASE);

    assertThat(terms().lease().depthMilli()).isEqualTo(10_000);
    Snapshot snapshot = last(EdgeEffect.Persist.class).snapshot();
    assertThat(snapshot.stamp()).isEqualTo(new Stamp(1, 1));
    assertThat(snapshot.leases()).extracting(HeldLease::lease).containsExactly(LEASE);
    assertThat(snapshot.policy()).hasSize(1);
  }

  @Test
  void onlyPolicyAndFloorsMustSurviveTheMachine() {
    ready();
    grant(LEASE);
    long first = last(EdgeEffect.Persist.class).snapshot().durableVersion();
    grant(new Share(200_000, 20_000));
    assertThat(last(EdgeEffect.Persist.class).snapshot().durableVersion()).isEqualTo(first);
    grant(new Share(200_000, 20_000), Share.NONE);
    assertThat(last(EdgeEffect.Persist.class).snapshot().durableVersion()).isGreaterThan(first);
  }

  // Terms

  @Test
  void ratesAreDeratedForAClockThatRunsFast() {
    ready();
    grant(LEASE);
    assertThat(terms().lease().rateMilli()).isEqualTo(99_900);
  }

  @Test
  void theLastRungIsWhatTheTenantDeclares() {
    assertThat(lastRung(ControlLoss.Mode.HOLD)).isEqualTo(new Share(999, 1_000));
    assertThat(lastRung(ControlLoss.Mode.SAFE)).isEqualTo(new Share(999, 1_000));
    assertThat(lastRung(ControlLoss.Mode.CLOSED)).isEqualTo(Share.NONE);
    assertThat(lastRung(ControlLoss.Mode.OPEN).rateMilli()).isGreaterThan(900_000_000_000L);
  }

  @Test
  void aLimitWithoutALeaseWaitsForItWhileTheRegionAnswersAndHasLostItOtherwise() {
    ready();
    assertThat(terms().usableUntilNanos()).isGreaterThan(now());
    pass(4_000);
    assertThat(mode()).isEqualTo(Mode.FLOOR);
    assertThat(terms().usableUntilNanos()).isLessThanOrEqualTo(now());
  }

  @Test
  void aDeletedBudgetLeavesTheTable() {
    ready();
    relay(PolicyKey.budget("acme"), null);
    pass(50);
    assertThat(table().tenants()).isEmpty();
    assertThat(table().informed()).isTrue();
  }

  // Strangers

  @Test
  void aStrangerIsBoundByTheDefaultBudgetUnderItsOwnName() {
    resume(Snapshot.empty());
    relay(PolicyKey.DEFAULT_BUDGET, BUDGET);
    pass(50);
    assertThat(table().strangers()).isTrue();
    effects.clear();
    tick(List.of(), List.of("zoe"));
    pass(50);

    assertThat(table().tenants()).containsOnlyKeys("zoe");
    assertThat(reports().getFirst().usage())
        .containsExactly(new Usage(new LimitKey("zoe", "requests"), 0, 0));
  }

  @Test
  void withoutADefaultBudgetNobodyIsMadeKnown() {
    resume(Snapshot.empty());
    tick(List.of(), List.of("zoe"));
    relay(PolicyKey.DEFAULT_BUDGET, BUDGET);
    pass(50);
    assertThat(table().tenants()).isEmpty();
  }

  @Test
  void aStrangerWithABudgetOfItsOwnIsNoStranger() {
    resume(Snapshot.empty());
    relay(PolicyKey.DEFAULT_BUDGET, BUDGET);
    pass(50);
    tick(List.of(), List.of("zoe"));
    Limit limit = Limit.perSecond("requests", 1_000, 100);
    relay(
        PolicyKey.budget("zoe"),
        new Budget(List.of(limit), Enforcement.SHADOW, ControlLoss.DEFAULT));
    pass(50);
    assertThat(core.strangers()).isEmpty();
    assertThat(rule("zoe").enforcement()).isEqualTo(Enforcement.SHADOW);
  }

  @Test
  void strangersAreBoundedAndTheIdleMakeRoom() {
    resume(Snapshot.empty());
    relay(PolicyKey.DEFAULT_BUDGET, BUDGET);
    pass(50);
    tick(List.of(), IntStream.range(0, Strangers.MOST).mapToObj(i -> "t" + i).toList());
    tick(List.of(), List.of("late"));
    assertThat(core.strangers()).hasSize(Strangers.MOST).doesNotContain("late");

    nowMillis += 61_000;
    tick(List.of(new Usage(new LimitKey("t7", "requests"), 1, 0)), List.of());
    tick(List.of(), List.of("late"));

    assertThat(core.strangers()).containsExactly("late", "t7");
  }

  // Restart

  @Test
  void aRestartGoesOnFromDiskWithNothingAboveIt() {
    resume(snapshot(18_000));
    assertThat(terms().lease().depthMilli()).isEqualTo(10_000);
    assertThat(table().informed()).isTrue();
    pass(4_000);
    assertThat(mode()).isEqualTo(Mode.DEGRADED);
    pass(15_000);
    assertThat(mode()).isEqualTo(Mode.FLOOR);
    assertThat(terms().floor().depthMilli()).isEqualTo(1_000);
  }

  @Test
  void aRestartAcknowledgesWhatItResumedUntilItIsAnswered() {
    resume(snapshot(18_000));
    pass(50);
    assertThat(reports().getFirst().applied()).isEqualTo(new Stamp(1, 7));
  }

  @Test
  void nothingIsReportedBeforeTheDiskIsRead() {
    pass(500);
    assertThat(effects).isEmpty();
    resume(snapshot(18_000));
    pass(50);
    assertThat(reports()).hasSize(1);
  }

  @Test
  void aTenantOfTheDefaultBudgetIsKnownAgainAfterARestart() {
    HeldLease lease = held(new LimitKey("zoe", "requests"), 18_000);
    PolicyRecord byDefault = record(PolicyKey.DEFAULT_BUDGET, BUDGET);
    resume(
        new Snapshot(
            List.of(byDefault),
            new Stamp(1, 7),
            List.of(lease),
            now(),
            0,
            EscrowMemory.EMPTY,
            List.of()));
    assertThat(table().tenants()).containsOnlyKeys("zoe");
  }

  @Test
  void anObjectDeletedMeanwhileIsGoneOnceAllPolicyIsRead() {
    resume(snapshot(18_000));
    relay(PolicyKey.budget("bob"), BUDGET);
    pass(50);
    assertThat(table().tenants()).containsOnlyKeys("acme", "bob");
    feed(new EdgeInput.PolicyComplete());
    pass(50);
    assertThat(table().tenants()).containsOnlyKeys("bob");
  }

  @Test
  void anEmptyPolicyTopicMakesNobodyForgetWhatTheyKnow() {
    resume(snapshot(18_000));
    feed(new EdgeInput.PolicyComplete());
    pass(50);
    assertThat(table().tenants()).containsOnlyKeys("acme");
  }

  // Modes

  @Test
  void beforeTheFirstAnswerIsDueTheEdgeRecovers() {
    resume(Snapshot.empty());
    pass(2_000);
    assertThat(core.mode().mode()).isEqualTo(Mode.RECOVERY);
    pass(1_000);
    assertThat(changes())
        .containsExactly(new ModeChange(Mode.RECOVERY, Mode.FLOOR, "parent_silent"));
  }

  @Test
  void theLadderIsFollowedDownWhileTheRegionIsSilentAndUpWhenItAnswers() {
    ready();
    for (int i = 0; i < 30; i++) {
      grant(LEASE);
      pass(100);
    }
    pass(18_100);
    for (int i = 0; i < 30; i++) {
      grant(LEASE);
      pass(100);
    }
    assertThat(changes())
        .extracting(ModeChange::to)
        .containsExactly(Mode.TARGET, Mode.DEGRADED, Mode.FLOOR, Mode.RECOVERY, Mode.TARGET);
  }

  @Test
  void leasesThatEndAreCountedOnce() {
    ready();
    grant(LEASE);
    pass(30_000);
    assertThat(all(EdgeEffect.CountEnded.class)).containsExactly(new EdgeEffect.CountEnded(1));
  }

  @Test
  void aDiskThatFailsShowsInTheMode() {
    ready();
    for (int i = 0; i < 30; i++) {
      grant(LEASE);
      pass(100);
    }
    feed(new EdgeInput.DiskChanged(false));
    pass(50);
    assertThat(core.mode().mode()).isEqualTo(Mode.DEGRADED);
    assertThat(core.mode().reason()).isEqualTo("disk_failed");
  }

  // Stopping

  @Test
  void whoLeavesForgetsFirstAndThenGivesBack() {
    ready();
    grant(LEASE);
    effects.clear();
    feed(new EdgeInput.Stopping());
    Snapshot forgotten = last(EdgeEffect.Persist.class).snapshot();
    assertThat(table()).isEqualTo(GateTable.EMPTY);
    assertThat(forgotten.leases()).isEmpty();
    assertThat(forgotten.policy()).hasSize(1);
    // An older write that ends late is not the one to wait for.
    feed(new EdgeInput.Persisted(Stamp.NONE, forgotten.durableVersion() - 1));
    assertThat(all(EdgeEffect.Finish.class)).isEmpty();

    feed(new EdgeInput.Persisted(Stamp.NONE, forgotten.durableVersion()));

    Report last = Objects.requireNonNull(last(EdgeEffect.Finish.class).last());
    assertThat(last.leaving()).isTrue();
    assertThat(last.applied()).isEqualTo(Stamp.NONE);
  }

  @Test
  void whoStopsUnheardKeepsItsLeasesForARestart() {
    ready();
    grant(LEASE);
    pass(2_000);
    effects.clear();
    feed(new EdgeInput.Stopping());
    assertThat(effects).containsExactly(new EdgeEffect.Finish(null));
  }

  private Share lastRung(ControlLoss.Mode rung) {
    ControlLoss loss = new ControlLoss(15_000, rung, 1_000);
    HeldLease lease = new HeldLease(REQUESTS, LEASE, FLOOR, 0, 0);
    return Terms.of(lease, loss).floor();
  }

  /** Starts and reads one budget. */
  private void ready() {
    resume(Snapshot.empty());
    relay(PolicyKey.budget("acme"), BUDGET);
    pass(100);
  }

  private void resume(Snapshot snapshot) {
    feed(new EdgeInput.Resumed(snapshot));
  }

  private Snapshot snapshot(long holdMillis) {
    PolicyRecord budget = record(PolicyKey.budget("acme"), BUDGET);
    HeldLease lease = held(REQUESTS, holdMillis);
    return new Snapshot(
        List.of(budget),
        new Stamp(1, 7),
        List.of(lease),
        now() - MILLIS,
        0,
        EscrowMemory.EMPTY,
        List.of());
  }

  private HeldLease held(LimitKey key, long holdMillis) {
    return new HeldLease(key, LEASE, FLOOR, now() + 3_000 * MILLIS, now() + holdMillis * MILLIS);
  }

  private void relay(PolicyKey key, @Nullable Budget budget) {
    feed(new EdgeInput.PolicyRead(record(key, budget)));
  }

  private PolicyRecord record(PolicyKey key, @Nullable Budget budget) {
    return new PolicyRecord(key, ++revision, 1, budget, 0, 0, "maria", "");
  }

  private void grant(Share lease) {
    grant(lease, FLOOR);
  }

  private void grant(Share lease, Share floor) {
    LeaseGrant grant = new LeaseGrant(REQUESTS, lease, floor, 3_000, 18_000);
    Stamp stamp = new Stamp(1, ++sequence);
    feed(new EdgeInput.GrantsRead(new Grants("eu-1", stamp, BOOT, now(), List.of(grant))));
  }

  private void pass(long millis) {
    for (long end = nowMillis + millis; nowMillis < end; ) {
      nowMillis += 50;
      tick(List.of(), List.of());
    }
  }

  private void tick(List<Usage> usage, List<String> strangers) {
    feed(new EdgeInput.Tick(usage, strangers));
  }

  private void feed(EdgeInput input) {
    effects.addAll(core.step(now(), input));
  }

  private long now() {
    return nowMillis * MILLIS;
  }

  private Mode mode() {
    return table().standing().mode();
  }

  private GateTable table() {
    return last(EdgeEffect.PublishTable.class).table();
  }

  private TenantRule rule(String tenant) {
    return Objects.requireNonNull(table().tenants().get(tenant));
  }

  private Terms terms() {
    return rule("acme").limits().getFirst().terms();
  }

  private List<Report> reports() {
    return all(EdgeEffect.SendReport.class).stream().map(EdgeEffect.SendReport::report).toList();
  }

  private List<ModeChange> changes() {
    return all(EdgeEffect.ChangeMode.class).stream().map(EdgeEffect.ChangeMode::change).toList();
  }

  private <E extends EdgeEffect> List<E> all(Class<E> type) {
    return effects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private <E extends EdgeEffect> E last(Class<E> type) {
    return all(type).getLast();
  }
}
