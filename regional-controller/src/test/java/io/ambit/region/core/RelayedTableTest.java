package io.ambit.region.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.failover.Demand;
import io.ambit.failover.Finding;
import io.ambit.failover.RegionLoad;
import io.ambit.failover.SpillTables;
import io.ambit.failover.TableRefusal;
import io.ambit.failover.Traffic;
import io.ambit.lease.Boot;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.PolicySpec;
import io.ambit.model.RegionDeclaration;
import io.ambit.model.RegionDeclaration.AdminState;
import io.ambit.model.SpillTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A spill table reaches edges only if the safety rules let it, and as soon as they do. */
class RelayedTableTest {
  private final RegionCore core = new RegionCore("eu", Boot.of(1, 7));
  private final List<RegionEffect> effects = new ArrayList<>();

  @BeforeEach
  void leadAndBeInForce() {
    feed(new RegionInput.ReplayDone());
    declare(1, "eu", AdminState.ACTIVE);
    declare(2, "us", AdminState.ACTIVE);
    feed(new RegionInput.PolicyRead(table(3, Map.of())));
    feed(new RegionInput.IntentReplayed(3));
    effects.clear();
  }

  @Test
  void aTableThatFailsIsKeptFromTheEdgesAndSaidOnce() {
    feed(new RegionInput.PolicyRead(table(4, Map.of("eu", 10_000))));
    declare(5, "uk", AdminState.ACTIVE);

    assertThat(relayed()).containsExactly(5L);
    assertThat(refused()).containsExactly(4L);
    assertThat(core.refusedTables().now().orElseThrow().findings())
        .extracting(Finding::rule)
        .containsExactly(Finding.Rule.PINNED);
    feed(new RegionInput.PolicyRead(table(6, Map.of("eu", 9_000))));
    assertThat(refused()).containsExactly(4L, 6L);
  }

  @Test
  void theArbiterIsToldWhatIsKeptOutUntilItIsNot() {
    Traffic edge = new Traffic("eu-1", Demand.of(0, 100, 0, 0), 0, 100, 0, 1, 1);
    feed(new RegionInput.TrafficTold(edge));
    feed(new RegionInput.PolicyRead(table(4, Map.of("eu", 10_000))));
    effects.addAll(core.step(2_000_000_000L, new RegionInput.Tick()));

    TableRefusal refusal = Objects.requireNonNull(told().refusal());
    assertThat(refusal.revision()).isEqualTo(4);
    assertThat(refusal.why()).startsWith("pinned: 'eu' is not declared drained");
    feed(new RegionInput.PolicyRead(table(5, Map.of())));
    effects.addAll(core.step(4_000_000_000L, new RegionInput.Tick()));
    assertThat(told().refusal()).isNull();
    assertThat(told().demand()).isEqualTo(edge.demand());
  }

  private Traffic told() {
    return effects.stream()
        .filter(RegionEffect.TellTraffic.class::isInstance)
        .map(RegionEffect.TellTraffic.class::cast)
        .reduce((a, b) -> b)
        .orElseThrow()
        .traffic();
  }

  @Test
  void theNextOneThatPassesIsTaken() {
    feed(new RegionInput.PolicyRead(table(4, Map.of("eu", 10_000))));
    feed(new RegionInput.PolicyRead(table(5, Map.of())));

    assertThat(relayed()).containsExactly(5L);
    assertThat(core.refusedTables().now()).isEmpty();
  }

  @Test
  void oneThatIsReadBeforeWhatItRestsOnIsTakenWithIt() {
    feed(new RegionInput.PolicyRead(table(9, Map.of("eu", 100))));
    declare(4, "eu", AdminState.DRAINED);

    assertThat(relayed()).containsExactly(4L, 9L);
    assertThat(core.refusedTables().now()).isEmpty();
  }

  @Test
  void aSuccessorKeepsItOutTooAndSaysSo() {
    RegionCore next = new RegionCore("eu", Boot.of(1, 8));
    next.step(0, new RegionInput.RelayedRead(region(1, "eu", AdminState.ACTIVE)));
    next.step(0, new RegionInput.RelayedRead(table(3, Map.of())));
    effects.addAll(next.step(0, new RegionInput.ReplayDone()));
    next.step(0, new RegionInput.PolicyRead(region(1, "eu", AdminState.ACTIVE)));
    effects.addAll(next.step(0, new RegionInput.PolicyRead(table(4, Map.of("eu", 10_000)))));
    assertThat(refused()).as("not all of the log is read").isEmpty();
    effects.addAll(next.step(0, new RegionInput.IntentReplayed(4)));

    assertThat(relayed()).doesNotContain(4L);
    assertThat(refused()).containsExactly(4L);
  }

  private void feed(RegionInput input) {
    effects.addAll(core.step(0, input));
  }

  private void declare(long revision, String name, AdminState state) {
    feed(new RegionInput.PolicyRead(region(revision, name, state)));
  }

  private static PolicyRecord region(long revision, String name, AdminState state) {
    return record(PolicyKey.region(name), revision, new RegionDeclaration(1_000, 1, state), "olga");
  }

  private static PolicyRecord table(long revision, Map<String, Integer> away) {
    List<RegionLoad> loads =
        List.of("eu", "us").stream()
            .map(
                name ->
                    new RegionLoad(name, 1_000, 0, 1, AdminState.ACTIVE, Demand.of(0, 100, 0, 0)))
            .toList();
    SpillTable table = SpillTables.of(loads, new TreeMap<>(away), FailoverPolicy.DEFAULT);
    return record(PolicyKey.SPILL_TABLE, revision, table, PolicyRecord.ARBITER);
  }

  private static PolicyRecord record(PolicyKey key, long revision, PolicySpec spec, String actor) {
    return new PolicyRecord(key, revision, 1, spec, 0, 0, actor, "");
  }

  private List<Long> relayed() {
    return effects.stream()
        .filter(RegionEffect.Relay.class::isInstance)
        .map(RegionEffect.Relay.class::cast)
        .map(relay -> relay.record().revision())
        .toList();
  }

  private List<Long> refused() {
    return effects.stream()
        .filter(RegionEffect.RefuseTable.class::isInstance)
        .map(RegionEffect.RefuseTable.class::cast)
        .map(refuse -> refuse.table().revision())
        .toList();
  }
}
