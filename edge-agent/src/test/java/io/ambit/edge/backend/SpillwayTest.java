package io.ambit.edge.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.failover.Demand;
import io.ambit.failover.RegionLoad;
import io.ambit.failover.SpillTables;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.Priority;
import io.ambit.model.RegionDeclaration.AdminState;
import io.ambit.model.SpillTable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Requests leave by the table, and not to where they fail. */
class SpillwayTest {
  private static final long SECOND = 1_000_000_000;

  private final Spillway eu = new Spillway("eu");

  @Test
  void withoutATableNothingLeaves() {
    assertThat(eu.spillTo(Priority.CRITICAL_PLUS, 0)).isNull();
    assertThat(eu.away()).isZero();
  }

  @Test
  void eachReceiverGetsItsPartAndTheRestIsShed() {
    eu.publish(table(Map.of(), 600, 450, 650));
    // 400 and 200 of room for 600 that are lost.
    assertThat(eu.spillTo(Priority.CRITICAL, 0)).isEqualTo("ap");
    assertThat(eu.spillTo(Priority.CRITICAL, 6_600)).isEqualTo("ap");
    assertThat(eu.spillTo(Priority.CRITICAL, 6_700)).isEqualTo("us");
    eu.publish(table(Map.of(), 1_200, 450, 650));
    assertThat(eu.spillTo(Priority.CRITICAL, 4_999)).isNotNull();
    assertThat(eu.spillTo(Priority.CRITICAL, 5_001)).isNull();
  }

  @Test
  void aDrainSaysHowMuchLeaves() {
    eu.publish(table(Map.of("eu", 2_500), 100, 100, 100));
    assertThat(eu.away()).isEqualTo(2_500);
    assertThat(eu.drainTo(Priority.SHEDDABLE, 1)).isIn("ap", "us");
  }

  @Test
  void whereItFailsNothingIsSentForAWhile() {
    eu.publish(table(Map.of(), 400, 450, 450));
    for (int i = 0; i < 5; i++) {
      assertThat(eu.end(SECOND, "ap", false)).isTrue();
    }
    for (int slot = 0; slot < 10_000; slot += 100) {
      assertThat(eu.spillTo(Priority.CRITICAL, slot)).isEqualTo("us");
    }
    eu.learn(SECOND);
    assertThat(eu.failing()).containsExactly("ap");
    eu.learn(4 * SECOND);
    assertThat(eu.failing()).isEmpty();
    assertThat(eu.spillTo(Priority.CRITICAL, 0)).isEqualTo("ap");
  }

  @Test
  void whoStaysMakesRoomForMoreImportantRequestsOfADrainedRegion() {
    Spillway ap = new Spillway("ap");
    RegionLoad busy = new RegionLoad("ap", 1_000, 0, 1, AdminState.ACTIVE, Demand.of(0, 0, 0, 800));
    RegionLoad leaving =
        new RegionLoad("eu", 1_000, 0, 1, AdminState.DRAINED, Demand.of(0, 450, 0, 0));
    ap.publish(
        SpillTables.of(
            List.of(busy, leaving), new TreeMap<>(Map.of("eu", 5_000)), FailoverPolicy.DEFAULT));
    // 400 of 800 make room once all is away; half of that by now.
    assertThat(ap.yields(Priority.SHEDDABLE)).isEqualTo(2_500);
    assertThat(ap.yields(Priority.CRITICAL)).isZero();
  }

  private static SpillTable table(
      Map<String, Integer> away, long euLoad, long apLoad, long usLoad) {
    return SpillTables.of(
        List.of(load("ap", apLoad), load("eu", euLoad), load("us", usLoad)),
        new TreeMap<>(away),
        FailoverPolicy.DEFAULT);
  }

  private static RegionLoad load(String region, long critical) {
    return new RegionLoad(region, 1_000, 0, 1, AdminState.ACTIVE, Demand.of(0, critical, 0, 0));
  }
}
