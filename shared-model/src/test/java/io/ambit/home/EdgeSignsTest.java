package io.ambit.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.lease.Boot;
import io.ambit.lease.Durations;
import io.ambit.lease.NodeStatus;
import io.ambit.lease.Report;
import io.ambit.lease.Stamp;
import io.ambit.lease.WriteLease;
import io.ambit.model.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;

class EdgeSignsTest {
  private static final long REVISION = 7;

  /** By then every edge that a former owner served has ended. */
  private static final long LATER = WriteLease.EDGE_MILLIS + 11;

  private final EdgeSigns signs = new EdgeSigns();
  private long sequence;

  @Test
  void everyEdgeHasToKnowAndTheRegionToo() {
    hear(0, 1, 6, edge("a", 7, 0));
    hear(LATER, 1, 6, edge("a", 7, 0), edge("b", 7, 0));
    assertThat(at(LATER).confirms(REVISION)).as("edges b and later ones").isFalse();

    hear(LATER + 1, 1, 7, edge("a", 7, 0), edge("b", 6, 0));
    assertThat(at(LATER + 1).confirms(REVISION)).as("edge b").isFalse();

    hear(LATER + 2, 1, 7, edge("a", 7, 0), edge("b", 7, 0));
    assertThat(at(LATER + 2).confirms(REVISION)).isTrue();
  }

  @Test
  void whomAFormerOwnerServedIsWaitedFor() {
    hear(0, 1, 7, edge("a", 7, 0));
    hear(LATER, 2, 7, edge("a", 7, 0));
    assertThat(at(LATER).confirms(REVISION)).isFalse();

    hear(2 * LATER, 2, 7, edge("a", 7, 0));
    assertThat(at(2 * LATER).confirms(REVISION)).isTrue();
  }

  @Test
  void anEdgeThatIsSilentIsWaitedForUntilItMayNotAdmit() {
    hear(0, 1, 7, edge("a", 6, 0));
    hear(LATER, 1, 7, edge("a", 6, 3_000));
    assertThat(at(LATER).confirms(REVISION)).isFalse();
    assertThat(at(LATER).quiet()).isEqualTo(1);
    assertThat(at(LATER).isSteady(6)).isFalse();

    hear(LATER + 7_012, 1, 7, edge("a", 6, 10_011));
    assertThat(at(LATER + 7_012).confirms(REVISION)).isTrue();
    assertThat(at(LATER + 7_012).quiet()).isZero();
  }

  @Test
  void anEdgeThatLeftIsNotWaitedFor() {
    hear(0, 1, 7);
    hear(LATER, 1, 7, new NodeStatus("a", Boot.of(2, 2), 3, Mode.TARGET, 0, true));

    assertThat(at(LATER).confirms(REVISION)).isTrue();
  }

  @Test
  void whatADeposedOwnerSaysIsNotBelieved() {
    hear(0, 2, 7, edge("a", 6, 0));
    hear(LATER, 2, 7, edge("a", 6, 0));
    hear(LATER + 1, 1, 7);

    assertThat(at(LATER + 1).confirms(REVISION)).isFalse();
  }

  @Test
  void aTargetIsReceptiveOnceOneOfItsEdgesKnows() {
    hear(0, 1, 7, edge("a", 6, 0), edge("b", 7, 0));

    assertThat(at(1).isReceptive(REVISION)).isTrue();
    assertThat(at(1).allHold(REVISION)).isFalse();
    assertThat(at(5_000).isReceptive(REVISION)).as("silent since").isFalse();
    assertThat(signs.of(0, "us").isReceptive(0)).as("never heard").isFalse();
  }

  private RegionSigns at(long millis) {
    return signs.of(Durations.ofMillis(millis), "eu");
  }

  private void hear(long millis, long epoch, long revision, NodeStatus... edges) {
    signs.heard(
        Durations.ofMillis(millis),
        new Report(
            new Report.Header("eu", Boot.of(1, epoch), ++sequence, 0, epoch),
            Report.Knows.of(Stamp.NONE, revision),
            Mode.TARGET,
            new Report.Told(List.of(), List.of(), Report.Gaps.NONE, List.of(edges), List.of()),
            false));
  }

  private static NodeStatus edge(String name, long revision, long ageMillis) {
    return new NodeStatus(
        name, Boot.of(2, name.hashCode()), revision, Mode.TARGET, ageMillis, false);
  }
}
