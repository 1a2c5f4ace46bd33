package io.ambit.edge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.edge.core.leaf.LeafAction;
import io.ambit.edge.core.leaf.LeafId;
import io.ambit.edge.core.leaf.LeafReport;
import io.ambit.edge.core.leaf.Strategy;
import io.ambit.lease.Boot;
import io.ambit.lease.Grants;
import io.ambit.lease.HeldLease;
import io.ambit.lease.LeaseGrant;
import io.ambit.lease.Report;
import io.ambit.lease.Share;
import io.ambit.lease.Stamp;
import io.ambit.model.Budget;
import io.ambit.model.ControlLoss;
import io.ambit.model.Enforcement;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** One edge with a leaf in front of it, its disk and its region played. */
class LeavesOfAnEdgeTest {
  private static final long MILLIS = 1_000_000;
  private static final LimitKey REQUESTS = new LimitKey("acme", "requests");
  private static final Boot BOOT = Boot.of(1, 1);
  private static final Share LEASE = new Share(100_000, 40_000);
  private static final LeafId LEAF = new LeafId(1, 1);
  private static final Limit LIMIT = Limit.perSecond("requests", 1_000, 100);

  private final EdgeCore core = new EdgeCore("eu-1", BOOT);
  private final List<EdgeEffect> effects = new ArrayList<>();
  private boolean diskAnswers = true;
  private long nowMillis = 5_000;
  private long sequence;

  @Test
  void theGateHasLessBeforeALeafHasMore() {
    ready(LIMIT, Enforcement.ENFORCE, ControlLoss.DEFAULT);
    effects.clear();
    pass(500);

    int told = effects.indexOf(firstTold());
    EdgeEffect.PublishTable before =
        effects.subList(0, told).stream()
            .filter(EdgeEffect.PublishTable.class::isInstance)
            .map(EdgeEffect.PublishTable.class::cast)
            .reduce((a, b) -> b)
            .orElseThrow();
    Strategy.Tokens bucket = (Strategy.Tokens) assigned(firstTold());
    assertThat(gate(before).rateMilli() + bucket.tokensPerFill() * 100)
        .isLessThanOrEqualTo(LEASE.rateMilli());
    assertThat(gate(before).depthMilli() + bucket.maxTokens() * 1_000)
        .isLessThanOrEqualTo(LEASE.depthMilli());
  }

  @Test
  void noLeafIsToldAnythingThatALaterProcessWouldNotKnowOf() {
    diskAnswers = false;
    ready(LIMIT, Enforcement.ENFORCE, ControlLoss.DEFAULT);
    pass(2_000);
    assertThat(all(EdgeEffect.TellLeaves.class)).isEmpty();

    Snapshot snapshot = all(EdgeEffect.Persist.class).getLast().snapshot();
    assertThat(snapshot.leafTenants()).containsExactly("acme");
    feed(new EdgeInput.Persisted(snapshot.stamp(), snapshot.durableVersion()));
    pass(500);

    assertThat(all(EdgeEffect.TellLeaves.class)).isNotEmpty();
  }

  @Test
  void whereTheDiskFailsLeavesAreToldNothingMore() {
    ready(LIMIT, Enforcement.ENFORCE, ControlLoss.DEFAULT);
    pass(1_000);
    feed(new EdgeInput.DiskChanged(false));
    pass(200);
    effects.clear();
    pass(3_000);
    assertThat(all(EdgeEffect.TellLeaves.class)).isEmpty();
    assertThat(gate(all(EdgeEffect.PublishTable.class).getLast()))
        .isEqualTo(new Share(99_900, 40_000));
  }

  @Test
  void aRestartHoldsBackWhatLeavesMayStillUseAndAcknowledgesNothing() {
    HeldLease lease =
        new HeldLease(REQUESTS, LEASE, Share.NONE, now() + 3_000 * MILLIS, now() + 18_000 * MILLIS);
    Snapshot snapshot =
        new Snapshot(
            List.of(budget(LIMIT, Enforcement.ENFORCE, ControlLoss.DEFAULT)),
            new Stamp(1, 7),
            List.of(lease),
            now(),
            0,
            Snapshot.empty().escrow(),
            List.of("acme"));
    feed(new EdgeInput.Resumed(snapshot));
    pass(2_450);
    assertThat(gate(all(EdgeEffect.PublishTable.class).getLast())).isEqualTo(Share.NONE);
    assertThat(reports()).extracting(Report::applied).containsOnly(Stamp.NONE);

    pass(300);
    assertThat(gate(all(EdgeEffect.PublishTable.class).getLast()).rateMilli()).isEqualTo(99_900);
    assertThat(reports().getLast().applied()).isEqualTo(new Stamp(1, 7));
  }

  @Test
  void whoLeavesSaysWhatItsLeavesMayStillUse() {
    ready(LIMIT, Enforcement.ENFORCE, ControlLoss.DEFAULT);
    pass(1_000);
    assertThat(reports().getLast().exposure()).isEmpty();
    feed(new EdgeInput.Stopping());

    Report last = Objects.requireNonNull(all(EdgeEffect.Finish.class).getLast().last());
    assertThat(last.leaving()).isTrue();
    assertThat(last.exposure())
        .singleElement()
        .satisfies(
            exposure -> assertThat(exposure.lease()).isEqualTo(core.leaves().charged("acme")));
    assertThat(all(EdgeEffect.Persist.class).getLast().snapshot().leafTenants())
        .containsExactly("acme");
  }

  @Test
  void aPeriodBudgetIsDeniedBecauseNoBucketCanKeepToIt() {
    Limit period = new Limit("daily", "daily", 1_000, 86_400, 1_000, 0, 1_000, 1, new TreeMap<>());
    ready(period, Enforcement.ENFORCE, ControlLoss.DEFAULT);
    pass(500);
    assertThat(assigned(firstTold())).isEqualTo(Strategy.DENY_ALL);
  }

  @Test
  void onceTheLeaseHasEndedTheTenantsModeDecides() {
    ready(LIMIT, Enforcement.ENFORCE, new ControlLoss(15_000, ControlLoss.Mode.OPEN, 1_000));
    passReporting(30_000);
    assertThat(assigned(all(EdgeEffect.TellLeaves.class).getLast())).isEqualTo(Strategy.ALLOW_ALL);
  }

  @Test
  void onceTheLeaseHasEndedTheFloorIsTheGatesAlone() {
    ready(LIMIT, Enforcement.ENFORCE, ControlLoss.DEFAULT);
    passReporting(30_000);
    assertThat(assigned(all(EdgeEffect.TellLeaves.class).getLast())).isEqualTo(Strategy.DENY_ALL);
  }

  private void ready(Limit limit, Enforcement enforcement, ControlLoss loss) {
    feed(new EdgeInput.Resumed(Snapshot.empty()));
    feed(new EdgeInput.PolicyRead(budget(limit, enforcement, loss)));
    pass(100);
    LeaseGrant grant =
        new LeaseGrant(new LimitKey("acme", limit.name()), LEASE, Share.NONE, 3_000, 18_000);
    Stamp stamp = new Stamp(1, ++sequence);
    feed(new EdgeInput.GrantsRead(new Grants("eu-1", stamp, BOOT, now(), List.of(grant))));
    feed(new EdgeInput.LeavesReported(List.of(new LeafReport(LEAF, "acme", 1, 0))));
  }

  private static PolicyRecord budget(Limit limit, Enforcement enforcement, ControlLoss loss) {
    Budget budget = new Budget(List.of(limit), enforcement, loss);
    return new PolicyRecord(PolicyKey.budget("acme"), 1, 1, budget, 0, 0, "maria", "");
  }

  private void passReporting(long millis) {
    for (long end = nowMillis + millis; nowMillis < end; ) {
      pass(1_000);
      feed(new EdgeInput.LeavesReported(List.of(new LeafReport(LEAF, "acme", 1, 0))));
    }
  }

  private void pass(long millis) {
    for (long end = nowMillis + millis; nowMillis < end; ) {
      nowMillis += 50;
      feed(new EdgeInput.Tick(List.of(), List.of()));
    }
  }

  private void feed(EdgeInput input) {
    List<EdgeEffect> now = core.step(now(), input);
    effects.addAll(now);
    for (EdgeEffect effect : now) {
      if (diskAnswers && effect instanceof EdgeEffect.Persist persist) {
        Snapshot snapshot = persist.snapshot();
        feed(new EdgeInput.Persisted(snapshot.stamp(), snapshot.durableVersion()));
      }
    }
  }

  private long now() {
    return nowMillis * MILLIS;
  }

  private EdgeEffect.TellLeaves firstTold() {
    return all(EdgeEffect.TellLeaves.class).getFirst();
  }

  private static Strategy assigned(EdgeEffect.TellLeaves tell) {
    return ((LeafAction.Assign) tell.actions().getFirst()).strategy();
  }

  private static Share gate(EdgeEffect.PublishTable publish) {
    TenantRule acme = Objects.requireNonNull(publish.table().tenants().get("acme"));
    return acme.limits().getFirst().terms().lease();
  }

  private List<Report> reports() {
    return all(EdgeEffect.SendReport.class).stream().map(EdgeEffect.SendReport::report).toList();
  }

  private <E extends EdgeEffect> List<E> all(Class<E> type) {
    return effects.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
