package io.ambit.edge.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.backend.Backend;
import io.ambit.edge.admission.Ahead;
import io.ambit.edge.admission.Costs;
import io.ambit.edge.backend.Outcome;
import io.ambit.edge.backend.Pools;
import io.ambit.edge.backend.Spillway;
import io.ambit.failover.Demand;
import io.ambit.failover.RegionLoad;
import io.ambit.failover.SpillTables;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.Operation;
import io.ambit.model.Priority;
import io.ambit.model.RegionDeclaration.AdminState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which requests leave the region, and that they do so alike whenever they are asked for. */
class WayTest {
  private static final long SECOND = 1_000_000_000;

  private final Pools pools =
      new Pools(
          0,
          "",
          List.of(
              new Backend("default", "eu-a", "http://127.0.0.1:1", "", 0, ""),
              new Backend("default", "eu-b", "http://127.0.0.1:2", "", 0, "")));
  private final Spillway spillway = new Spillway("eu");
  private long now = SECOND;

  @Test
  void whatIsWellStays() {
    publish(Map.of());
    Way way = way("r1", 1, null);
    assertThat(way.elsewhere()).isNull();
    assertThat(way.backend()).isNotNull();
  }

  @Test
  void withNobodyLeftAllGoElsewhere() {
    publish(Map.of());
    fail("eu-a", 5);
    fail("eu-b", 5);
    for (int i = 0; i < 100; i++) {
      assertThat(way("r" + i, 1, null).elsewhere()).isEqualTo("us");
    }
    assertThat(way("r", 1, null).cause()).isEqualTo(Way.Cause.NO_BACKEND);
  }

  @Test
  void oneRequestAtATimeFindsOutWhoIsWellAgain() {
    publish(Map.of());
    fail("eu-a", 5);
    fail("eu-b", 5);
    pools.learn(now + 3 * SECOND);
    for (int i = 0; i < 100; i++) {
      Way way = way("r" + i, 1, null);
      assertThat(way.elsewhere()).isNull();
      assertThat(way.backend()).isNotNull();
    }
    for (String id : List.of("eu-a", "eu-b")) {
      Objects.requireNonNull(pools.of(null).member(id)).begin(now + 3 * SECOND);
    }
    assertThat(way("r", 1, null).elsewhere()).isEqualTo("us");
  }

  @Test
  void withoutATableTheyAreShedAsBefore() {
    fail("eu-a", 5);
    fail("eu-b", 5);
    assertThat(way("r1", 1, null).ahead()).isEqualTo(Ahead.NO_BACKEND);
  }

  @Test
  void aRequestMadeAgainAfterAFailureGoesElsewhereAtOnce() {
    publish(Map.of());
    fail("eu-a", 1);
    assertThat(way("r1", 1, null).elsewhere()).isNull();
    assertThat(way("r1", 2, null).elsewhere()).isEqualTo("us");
    assertThat(way("r1", 2, null).cause()).isEqualTo(Way.Cause.RETRY);
  }

  @Test
  void whatCameFromAnotherRegionStays() {
    publish(Map.of("eu", 10_000));
    assertThat(way("r1", 1, null).elsewhere()).isEqualTo("us");
    assertThat(way("r1", 1, "us").elsewhere()).isNull();
    fail("eu-a", 5);
    fail("eu-b", 5);
    assertThat(way("r1", 1, "us").ahead()).isEqualTo(Ahead.NO_BACKEND);
  }

  @Test
  void ofADrainedRegionItsPartLeavesAndAlwaysTheSame() {
    publish(Map.of("eu", 2_500));
    int away = 0;
    for (int i = 0; i < 4_000; i++) {
      String first = way("request-" + i, 1, null).elsewhere();
      assertThat(way("request-" + i, 1, null).elsewhere()).isEqualTo(first);
      away += first == null ? 0 : 1;
    }
    assertThat(away).isBetween(900, 1_100);
    publish(Map.of("eu", 5_000));
    publish(Map.of());
    assertThat(way("request-1", 1, null).elsewhere()).isNull();
  }

  @Test
  void whoseMembersAreMostlyOutSendsTheirPartElsewhere() {
    Pools three =
        new Pools(
            0,
            "",
            List.of(
                new Backend("default", "a", "http://127.0.0.1:1", "", 0, ""),
                new Backend("default", "b", "http://127.0.0.1:2", "", 0, ""),
                new Backend("default", "c", "http://127.0.0.1:3", "", 0, "")));
    publish(Map.of());
    for (String id : List.of("a", "b")) {
      for (int i = 0; i < 5; i++) {
        three.end(now, new Outcome(null, id, SECOND / 1_000, false));
      }
    }
    three.end(now, new Outcome(null, "c", SECOND / 1_000, true));
    three.learn(now + SECOND / 20);
    int away = 0;
    for (int i = 0; i < 3_000; i++) {
      Way way = Way.find(three, spillway, asked("r" + i, 1, null), false, now);
      away += way.elsewhere() == null ? 0 : 1;
    }
    assertThat(away).isBetween(1_850, 2_150);
  }

  private Way way(String id, int attempt, @Nullable String origin) {
    return Way.find(pools, spillway, asked(id, attempt, origin), false, now);
  }

  private static Asked asked(String id, int attempt, @Nullable String origin) {
    return new Asked(
        "acme", Operation.READ, Priority.CRITICAL, Costs.ONE, null, id, attempt, null, origin);
  }

  private void fail(String backend, int times) {
    for (int i = 0; i < times; i++) {
      pools.end(now, new Outcome(null, backend, SECOND / 1_000, false));
    }
    now += SECOND / 20;
  }

  private void publish(Map<String, Integer> away) {
    spillway.publish(
        SpillTables.of(
            List.of(load("eu"), load("us")), new TreeMap<>(away), FailoverPolicy.DEFAULT));
  }

  private static RegionLoad load(String region) {
    return new RegionLoad(region, 1_000, 0, 1, AdminState.ACTIVE, Demand.of(0, 100, 0, 0));
  }
}
