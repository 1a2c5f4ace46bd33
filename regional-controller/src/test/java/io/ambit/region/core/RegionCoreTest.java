package io.ambit.region.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.backend.Backend;
import io.ambit.backend.BackendNews;
import io.ambit.backend.Sighting;
import io.ambit.lease.Boot;
import io.ambit.lease.Grants;
import io.ambit.lease.LeaseGrant;
import io.ambit.lease.Removal;
import io.ambit.lease.Report;
import io.ambit.lease.Share;
import io.ambit.lease.Stamp;
import io.ambit.lease.Term;
import io.ambit.model.Budget;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.Mode;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionCoreTest {
  private static final long MILLIS = 1_000_000;
  private static final LimitKey REQUESTS = new LimitKey("acme", "requests");
  private static final Boot REGION = Boot.of(1, 1);
  private static final Boot EDGE = Boot.of(2, 2);

  private final RegionCore core = new RegionCore("eu", REGION);
  private final List<RegionEffect> effects = new ArrayList<>();
  private long nowMillis = 1_000_000;
  private long sequence;
  private long arbiterSequence;

  @Test
  void nothingIsGivenOrRelayedBeforeTheLogIsReplayed() {
    feed(new RegionInput.PolicyRead(budget(7)));
    feed(new RegionInput.Reported(report("eu-1", 0)));
    hold(new Share(1_000_000, 100_000));
    pass(500);
    assertThat(effects).isEmpty();
  }

  @Test
  void aNewOwnerLeadsAboveEveryEpochItsPredecessorsGaveUnder() {
    feed(new RegionInput.GivenRead(given("eu-1", new Stamp(4, 17), 400_000)));
    feed(new RegionInput.GivenRead(given("eu-2", new Stamp(3, 99), 100_000)));
    feed(new RegionInput.ReplayDone());
    assertThat(only(RegionEffect.Lead.class)).containsExactly(new RegionEffect.Lead(5));
  }

  @Test
  void aNewOwnerChargesWhatItsPredecessorGave() {
    feed(new RegionInput.GivenRead(given("eu-1", new Stamp(4, 17), 400_000)));
    feed(new RegionInput.ReplayDone());
    assertThat(core.edges().outstanding(REQUESTS).rateMilli()).isEqualTo(400_000);
  }

  @Test
  void whoeverIsSaidToBeGoneIsAnsweredForBesideTheRecordThatSaysSo() {
    feed(new RegionInput.GivenRead(given("eu-1", new Stamp(4, 17), 400_000)));
    feed(new RegionInput.EdgeGone(1, "eu-1"));
    assertThat(effects).isEmpty();
    feed(new RegionInput.ReplayDone());
    feed(new RegionInput.EdgeGone(2, "eu-1"));
    assertThat(only(RegionEffect.AnswerEdgeGone.class))
        .containsExactly(new RegionEffect.AnswerEdgeGone(2, new Removal.Present(0)));

    pass(Removal.SILENT_MILLIS);
    effects.clear();
    feed(new RegionInput.EdgeGone(3, "eu-1"));

    assertThat(effects).hasSize(2);
    assertThat(only(RegionEffect.Give.class).getFirst().grants().leases()).isEmpty();
    assertThat(only(RegionEffect.AnswerEdgeGone.class).getFirst().removal())
        .isInstanceOf(Removal.Gone.class);
  }

  @Test
  void everyPolicyRecordIsRelayedOnceAlsoOverARestart() {
    feed(new RegionInput.RelayedRead(budget(7)));
    feed(new RegionInput.ReplayDone());
    feed(new RegionInput.PolicyRead(budget(7)));
    assertThat(only(RegionEffect.Relay.class)).isEmpty();
    feed(new RegionInput.PolicyRead(budget(9)));
    feed(new RegionInput.PolicyRead(budget(9)));
    assertThat(only(RegionEffect.Relay.class)).containsExactly(new RegionEffect.Relay(budget(9)));
  }

  @Test
  void whatBackendsSaidToOneEdgeIsToldToAllAtOnceAndRenewalsNowAndThen() {
    feed(new RegionInput.BackendsTold(news("eu-1", "a", false)));
    assertThat(effects).isEmpty();
    feed(new RegionInput.ReplayDone());
    pass(50);
    assertThat(only(RegionEffect.TellBackends.class)).hasSize(1);

    feed(new RegionInput.BackendsTold(news("eu-2", "b", false)));
    assertThat(told()).containsExactly("a", "b");
    for (int i = 0; i < 120; i++) {
      feed(new RegionInput.BackendsTold(news("eu-1", "a", false)));
      pass(100);
    }
    assertThat(only(RegionEffect.TellBackends.class)).hasSizeBetween(4, 8);
    assertThat(told()).containsExactly("a");
    assertThat(core.backends().present()).hasSize(1);

    feed(new RegionInput.BackendsTold(news("eu-2", "a", true)));
    assertThat(core.backends().present()).isEmpty();
  }

  /** Who was named last. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void otherRegionsAreWatchedOnlyWhereHomesOrTrafficMayMoveByThemselves(boolean traffic) {
    feed(new RegionInput.ReplayDone());
    pass(1_000);
    assertThat(only(RegionEffect.ProbeRegions.class)).isEmpty();

    feed(new RegionInput.PolicyRead(automatic(traffic)));
    for (int i = 0; i < 20; i++) {
      pass(100);
      feed(new RegionInput.Probed("us", (nowMillis - 5) * MILLIS, false));
    }
    assertThat(only(RegionEffect.ProbeRegions.class)).hasSizeBetween(7, 8);
    assertThat(only(RegionEffect.TellReach.class).getLast().reach().silentMillis())
        .hasEntrySatisfying("us", silent -> assertThat(silent).isBetween(1_500L, 2_000L));
  }

  private static PolicyRecord automatic(boolean traffic) {
    FailoverPolicy unsaid = FailoverPolicy.DEFAULT;
    return new PolicyRecord(
        PolicyKey.FAILOVER_POLICY,
        7,
        1,
        new FailoverPolicy(
            unsaid.capPerTenThousand(),
            traffic,
            unsaid.drainStepMillis(),
            unsaid.failbackStepMillis(),
            unsaid.hold(),
            unsaid.rings(),
            new FailoverPolicy.Homes(!traffic, 3_000, new TreeSet<>(), new TreeSet<>())),
        0,
        0,
        "ada",
        "");
  }

  private List<String> told() {
    return only(RegionEffect.TellBackends.class).getLast().news().sightings().stream()
        .map(each -> each.backend().id())
        .toList();
  }

  private static BackendNews news(String edge, String id, boolean left) {
    Backend backend = new Backend("default", id, "http://127.0.0.1:1", "", 0, "");
    return new BackendNews(edge, List.of(new Sighting(backend, 10_000, 0, left)));
  }

  @Test
  void aRegionKnowsItsPolicyFromItsOwnLogWhenTheGlobalOneIsAway() {
    feed(new RegionInput.RelayedRead(budget(7)));
    feed(new RegionInput.ReplayDone());
    assertThat(core.policy().effectiveBudget("acme")).isPresent();
  }

  @Test
  void whatWasDeletedAndCompactedAwayWhileTheRegionWasDownIsDeletedAtTheEdges() {
    feed(new RegionInput.RelayedRead(budget(7)));
    feed(new RegionInput.ReplayDone());
    feed(new RegionInput.IntentReplayed(20));

    assertThat(only(RegionEffect.Relay.class)).hasSize(1);
    PolicyRecord told = only(RegionEffect.Relay.class).getFirst().record();
    assertThat(told.deleted()).isTrue();
    assertThat(told.revision()).isEqualTo(20);
    assertThat(only(RegionEffect.Forget.class)).hasSize(1);
    assertThat(core.policy().effectiveBudget("acme")).isEmpty();
  }

  @Test
  void aTombstoneWhoseDeletionIsCompactedAwayDeletesTheObjectAtTheEdges() {
    feed(new RegionInput.RelayedRead(budget(7)));
    feed(new RegionInput.PolicyForgotten(PolicyKey.budget("acme")));
    feed(new RegionInput.IntentReplayed(20));
    feed(new RegionInput.ReplayDone());

    assertThat(only(RegionEffect.Relay.class)).allMatch(relay -> relay.record().deleted());
    assertThat(core.policy().effectiveBudget("acme")).isEmpty();
  }

  @Test
  void whatTheLogStillHoldsIsNotDeleted() {
    feed(new RegionInput.RelayedRead(budget(7)));
    feed(new RegionInput.PolicyRead(budget(7)));
    feed(new RegionInput.ReplayDone());
    feed(new RegionInput.IntentReplayed(20));

    assertThat(only(RegionEffect.Relay.class)).isEmpty();
    assertThat(core.policy().effectiveBudget("acme")).isPresent();
  }

  @Test
  void anEmptyLogAndOneThatEndsEarlierDeleteNothing() {
    feed(new RegionInput.RelayedRead(budget(7)));
    feed(new RegionInput.ReplayDone());
    feed(new RegionInput.IntentReplayed(0));
    feed(new RegionInput.IntentReplayed(6));

    assertThat(only(RegionEffect.Relay.class)).isEmpty();
    assertThat(core.policy().effectiveBudget("acme")).isPresent();
  }

  @Test
  void aDeposedOwnerGivesRelaysAndReportsNothingMore() {
    feed(new RegionInput.ReplayDone());
    feed(new RegionInput.Reported(report("eu-1", 0)));
    hold(new Share(600_000, 60_000));
    feed(new RegionInput.Deposed());
    effects.clear();
    feed(new RegionInput.PolicyRead(budget(7)));
    feed(new RegionInput.Reported(report("eu-1", 10_000)));
    hold(new Share(900_000, 60_000));
    feed(new RegionInput.ReplayDone());
    pass(2_000);

    assertThat(effects).isEmpty();
    assertThat(core.leading()).isFalse();
  }

  @Test
  void edgesKeepTheirLeasesWhenARestartedRegionHearsNothingFromAbove() {
    feed(new RegionInput.GivenRead(given("eu-1", new Stamp(4, 17), 400_000)));
    feed(new RegionInput.ReplayDone());
    for (int i = 0; i < 30; i++) {
      feed(new RegionInput.Reported(report("eu-1", 0)));
      pass(100);
    }
    assertThat(only(RegionEffect.Give.class)).isEmpty();
  }

  @Test
  void theEdgesTogetherNeverHoldMoreThanTheRegion() {
    feed(new RegionInput.PolicyRead(budget(7)));
    feed(new RegionInput.ReplayDone());
    feed(new RegionInput.Reported(report("eu-1", 0)));
    feed(new RegionInput.Reported(report("eu-2", 0)));
    hold(new Share(600_000, 60_000));
    pass(200);
    Share outstanding = core.edges().outstanding(REQUESTS);
    assertThat(outstanding.rateMilli()).isEqualTo(600_000);
    assertThat(outstanding.depthMilli()).as("a tenth is for the pool").isEqualTo(54_000);
    assertThat(only(RegionEffect.Give.class)).hasSize(2);
  }

  @Test
  void demandGoesUpAsTheSumOfWhatEdgesWereOffered() {
    feed(new RegionInput.ReplayDone());
    feed(new RegionInput.Reported(report("eu-1", 10_000)));
    feed(new RegionInput.Reported(report("eu-2", 5_000)));
    pass(100);
    feed(new RegionInput.Reported(report("eu-1", 70_000)));
    feed(new RegionInput.Reported(report("eu-2", 15_000)));
    effects.clear();
    pass(1_100);
    assertThat(only(RegionEffect.SendReport.class))
        .flatMap(send -> send.report().usage())
        .isNotEmpty()
        .containsOnly(new Usage(REQUESTS, 70_000, 0));
  }

  @Test
  void theArbiterHearsAtOnceThatTheLastEdgeKnowsAndSoonOfTheOthers() {
    feed(new RegionInput.ReplayDone());
    feed(new RegionInput.Reported(knowing("eu-1", 0)));
    feed(new RegionInput.Reported(knowing("eu-2", 0)));
    feed(new RegionInput.Reported(knowing("eu-3", 0)));
    pass(200);
    feed(new RegionInput.PolicyRead(budget(7)));
    pass(50);
    nowMillis += 20;

    assertThat(reportsOn(knowing("eu-1", 7))).isEqualTo(1);
    assertThat(reportsOn(knowing("eu-2", 7))).isZero();
    assertThat(reportsOn(knowing("eu-3", 7))).isEqualTo(1);
    assertThat(reportsOn(knowing("eu-3", 7))).isZero();

    feed(new RegionInput.PolicyRead(budget(8)));
    nowMillis += 20;
    assertThat(reportsOn(knowing("eu-1", 8))).isEqualTo(1);
    assertThat(reportsOn(knowing("eu-2", 8))).isZero();
    nowMillis += 20;
    assertThat(reportsOn(knowing("eu-1", 8))).as("what was not told yet").isEqualTo(1);
  }

  private long reportsOn(Report edge) {
    return core.step(nowMillis * MILLIS, new RegionInput.Reported(edge)).stream()
        .filter(RegionEffect.SendReport.class::isInstance)
        .count();
  }

  @Test
  void theModeFallsWithTheSilenceOfTheArbiterAndRecoversStepByStep() {
    feed(new RegionInput.ReplayDone());
    hold(new Share(1_000, 1_000));
    pass(1_200);
    assertThat(core.mode().mode()).isEqualTo(Mode.TARGET);
    pass(4_000);
    assertThat(core.mode().mode()).isEqualTo(Mode.DEGRADED);
    pass(25_000);
    assertThat(core.mode().mode()).isEqualTo(Mode.FLOOR);
    hold(new Share(1_000, 1_000));
    pass(50);
    assertThat(core.mode().mode()).isEqualTo(Mode.RECOVERY);
    pass(1_100);
    assertThat(core.mode().mode()).isEqualTo(Mode.TARGET);
  }

  /** The arbiter tells owners apart by their epochs alone. */
  @Test
  void nothingIsSaidUpwardUnderAnEpochThatIsNotInTheLog() {
    core.step(0, new RegionInput.TermRead(new Term("eu", 7)));
    effects.addAll(core.step(0, new RegionInput.ReplayDone()));
    assertThat(only(RegionEffect.BeginTerm.class))
        .containsExactly(new RegionEffect.BeginTerm(new Term("eu", 8)));
    pass(1_000);
    assertThat(only(RegionEffect.SendReport.class)).isEmpty();

    feed(new RegionInput.TermBegun());
    pass(1_000);

    assertThat(only(RegionEffect.SendReport.class))
        .isNotEmpty()
        .allMatch(sent -> sent.report().epoch() == 8);
  }

  private void feed(RegionInput input) {
    effects.addAll(core.step(nowMillis * MILLIS, input));
    if (input instanceof RegionInput.ReplayDone) {
      feed(new RegionInput.TermBegun());
    }
  }

  private void pass(long millis) {
    for (long end = nowMillis + millis; nowMillis < end; ) {
      nowMillis += 50;
      feed(new RegionInput.Tick());
    }
  }

  private <T> List<T> only(Class<T> type) {
    return effects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private void hold(Share share) {
    LeaseGrant lease = new LeaseGrant(REQUESTS, share, Share.NONE, 10_000, 25_000);
    Stamp stamp = new Stamp(1, ++arbiterSequence);
    feed(
        new RegionInput.GrantsRead(
            new Grants("eu", stamp, REGION, nowMillis * MILLIS, List.of(lease))));
  }

  private Report report(String edge, long offeredMilli) {
    return report(edge, 0, List.of(new Usage(REQUESTS, offeredMilli, 0)));
  }

  private Report knowing(String edge, long revision) {
    return report(edge, revision, List.of());
  }

  private Report report(String edge, long revision, List<Usage> usage) {
    return new Report(
        new Report.Header(edge, EDGE, ++sequence, nowMillis * MILLIS),
        Report.Knows.of(Stamp.NONE, revision),
        Mode.TARGET,
        Report.Told.of(usage),
        false);
  }

  private static Grants given(String edge, Stamp stamp, long rateMilli) {
    Share share = new Share(rateMilli, 0);
    return new Grants(
        edge, stamp, EDGE, 0, List.of(new LeaseGrant(REQUESTS, share, Share.NONE, 3_000, 18_000)));
  }

  private static PolicyRecord budget(long revision) {
    return new PolicyRecord(
        PolicyKey.budget("acme"),
        revision,
        1,
        Budget.of(Limit.perSecond("requests", 1_000, 100)),
        0,
        0,
        "maria",
        "");
  }
}
