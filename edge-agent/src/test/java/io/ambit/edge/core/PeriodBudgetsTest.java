package io.ambit.edge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.escrow.Account;
import io.ambit.escrow.Allotment;
import io.ambit.escrow.Allotments;
import io.ambit.escrow.Closing;
import io.ambit.escrow.EscrowReport;
import io.ambit.escrow.Spent;
import io.ambit.lease.Boot;
import io.ambit.lease.Grants;
import io.ambit.lease.Stamp;
import io.ambit.model.Budget;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.Period;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** An hour's budget of 1,000 tokens, from the region's word to the gate's table and back. */
class PeriodBudgetsTest {
  private static final LimitKey TOKENS = new LimitKey("acme", "tokens");
  private static final Account ACCOUNT = new Account(TOKENS, new Period(36_000, 39_600));
  private static final Boot A = Boot.of(1, 1);
  private static final Boot B = Boot.of(2, 2);
  private static final long MILLIS = 1_000_000;

  private EdgeCore core = new EdgeCore("eu-1", A);
  private final List<EdgeEffect> effects = new ArrayList<>();
  private long nowMillis = 5_000;

  @Test
  void anAllotmentIsOnDiskBeforeTheGateMaySpendIt() {
    start(Snapshot.empty());
    allot(A, 40);
    tick(0, 30_000);
    assertThat(purse().capMilli()).isZero();
    Snapshot written = last(EdgeEffect.Persist.class).snapshot();
    assertThat(written.escrow().reserves().getFirst().milli()).isEqualTo(30_000);

    persisted(written);
    tick(0, 0);

    assertThat(purse().capMilli()).isEqualTo(30_000);
    assertThat(purse().untilNanos() - nowMillis * MILLIS).isEqualTo(3_500_000 * MILLIS);
  }

  @Test
  void theRegionIsToldWhatIsHeldSpentAndLacking() {
    start(Snapshot.empty());
    allot(A, 40);
    tick(12_000, 0);
    nowMillis += 1_000;
    tick(12_000, 50_000);

    assertThat(last(EdgeEffect.ReportEscrow.class).report().claims())
        .singleElement()
        .satisfies(
            claim -> {
              assertThat(claim.account()).isEqualTo(ACCOUNT);
              assertThat(claim.heldMilli()).isEqualTo(40_000);
              assertThat(claim.spentMilli()).isEqualTo(12_000);
              assertThat(claim.freeMilli()).isEqualTo(28_000);
              assertThat(claim.needMilli()).isEqualTo(50_000);
            });
  }

  @Test
  void theNextBootClosesThisOneFromDisk() {
    start(Snapshot.empty());
    allot(A, 40);
    tick(0, 30_000);
    Snapshot written = last(EdgeEffect.Persist.class).snapshot();

    core = new EdgeCore("eu-1", B);
    start(written);

    EscrowReport report = last(EdgeEffect.ReportEscrow.class).report();
    assertThat(report.boot()).isEqualTo(B);
    assertThat(report.closings()).containsExactly(new Closing(ACCOUNT, A, 30_000));
    assertThat(purse().capMilli()).isZero();
  }

  @Test
  void anEdgeThatLeavesStillKnowsWhatItMayHaveSpent() {
    start(Snapshot.empty());
    allot(A, 40);
    tick(0, 30_000);
    feed(
        new EdgeInput.GrantsRead(
            new Grants("eu-1", new Stamp(1, 1), A, nowMillis * MILLIS, List.of())));
    feed(new EdgeInput.Stopping());

    assertThat(last(EdgeEffect.Persist.class).snapshot().escrow().reserves())
        .extracting(reserve -> reserve.milli())
        .containsExactly(30_000L);
  }

  @Test
  void whereNobodyTellsTheTimeNothingOfAPeriodIsSpent() {
    start(Snapshot.empty(), 0);

    assertThat(effects).noneMatch(EdgeEffect.ReportEscrow.class::isInstance);
    assertThat(rule().purses()).isEmpty();
  }

  private void start(Snapshot snapshot) {
    start(snapshot, 36_100_000);
  }

  private void start(Snapshot snapshot, long wallMillis) {
    Limit limit = new Limit("tokens", "tokens", 1_000, 3_600, 1_000, 0, 1_000, 1, new TreeMap<>());
    PolicyRecord record =
        new PolicyRecord(PolicyKey.budget("acme"), 1, 1, Budget.of(limit), 0, 0, "ada", "test");
    feed(new EdgeInput.Resumed(snapshot));
    feed(new EdgeInput.PolicyRead(record));
    for (int i = 0; i < 3; i++) {
      nowMillis += 50;
      feed(new EdgeInput.Tick(List.of(), List.of(), List.of(), wallMillis));
    }
  }

  private void tick(long spentMilli, long shortMilli) {
    List<Spent> spent = List.of(new Spent(ACCOUNT, spentMilli, shortMilli, shortMilli));
    feed(new EdgeInput.Tick(List.of(), List.of(), spent, 36_100_000));
  }

  private void allot(Boot boot, long units) {
    Allotment allotment = new Allotment(ACCOUNT, boot, units * 1_000, 0, false, false);
    feed(new EdgeInput.AllotmentsRead(new Allotments("eu-1", 0, List.of(allotment))));
  }

  private void persisted(Snapshot snapshot) {
    feed(
        new EdgeInput.Persisted(
            snapshot.stamp(), snapshot.durableVersion(), snapshot.escrow().version()));
  }

  private void feed(EdgeInput input) {
    effects.addAll(core.step(nowMillis * MILLIS, input));
  }

  private LimitRule rule() {
    return last(EdgeEffect.PublishTable.class).table().tenants().values().stream()
        .flatMap(tenant -> tenant.limits().stream())
        .findFirst()
        .orElseThrow();
  }

  private PurseTerms purse() {
    return rule().purses().getFirst();
  }

  private <T extends EdgeEffect> T last(Class<T> type) {
    return effects.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .reduce((first, second) -> second)
        .orElseThrow();
  }
}
