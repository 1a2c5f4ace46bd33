package io.ambit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.model.ControlLoss;
import io.ambit.model.LimitKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldLeasesTest {
  private static final LimitKey REQUESTS = new LimitKey("acme", "requests");
  private static final LimitKey BYTES = new LimitKey("acme", "bytes");
  private static final Boot BOOT = Boot.of(1, 1);
  private static final Boot OTHER_BOOT = Boot.of(1, 2);
  private static final Share FLOOR = new Share(10, 1_000);
  private static final long MILLI = 1_000_000;

  private final HeldLeases held = new HeldLeases("eu-1", BOOT);

  @Test
  void aGrantFromAnOlderEpochNeverChangesTheRate() {
    apply(new Stamp(2, 1), 500);

    assertThat(held.apply(0, grants(new Stamp(1, 99), BOOT, 0, 900))).isFalse();
    assertThat(rate()).isEqualTo(500);
    assertThat(held.applied()).isEqualTo(new Stamp(2, 1));
  }

  @Test
  void withinAnEpochOnlyALaterGrantChangesAnything() {
    apply(new Stamp(1, 2), 500);

    assertThat(held.apply(0, grants(new Stamp(1, 1), BOOT, 0, 900))).isFalse();
    assertThat(held.apply(0, grants(new Stamp(1, 2), BOOT, 0, 900))).isFalse();
    assertThat(held.apply(0, grants(new Stamp(1, 3), BOOT, 0, 700))).isTrue();
    assertThat(rate()).isEqualTo(700);
  }

  @Test
  void anAnswerToAnotherBootOrAnotherNodeIsIgnored() {
    assertThat(held.apply(0, grants(new Stamp(1, 1), OTHER_BOOT, 0, 900))).isFalse();
    Grants toOther = new Grants("eu-2", new Stamp(1, 1), BOOT, 0, List.of(lease(REQUESTS, 900)));
    assertThat(held.apply(0, toOther)).isFalse();
    assertThat(held.find(REQUESTS)).isEmpty();
  }

  @Test
  void anAnswerToAReportThatWasNeverSentIsIgnored() {
    assertThat(held.apply(5 * MILLI, grants(new Stamp(1, 1), BOOT, 6 * MILLI, 900))).isFalse();
  }

  @Test
  void aLeaseIsCountedFromWhenItWasAskedForHoweverLateItComes() {
    held.apply(2_500 * MILLI, grants(new Stamp(1, 1), BOOT, 0, 900));

    HeldLease lease = held.find(REQUESTS).orElseThrow();
    assertThat(lease.freshUntilNanos()).isEqualTo(Durations.held(3_000 * MILLI));
    assertThat(lease.usableUntilNanos()).isEqualTo(Durations.held(18_000 * MILLI));
  }

  @Test
  void aLeaseGoesDownItsLadderOneRungAfterTheOther() {
    apply(new Stamp(1, 1), 900);
    HeldLease lease = held.find(REQUESTS).orElseThrow();
    long graceNanos = Durations.held(3_000 * MILLI);
    long endNanos = Durations.held(18_000 * MILLI);

    assertThat(lease.rung(graceNanos - 1)).isEqualTo(Rung.LEASE);
    assertThat(lease.rung(graceNanos)).isEqualTo(Rung.GRACE);
    assertThat(lease.usable(endNanos - 1)).isEqualTo(lease.lease());
    assertThat(lease.rung(endNanos)).isEqualTo(Rung.FLOOR);
    assertThat(lease.usable(endNanos)).isEqualTo(FLOOR);
    assertThat(lease.remainingNanos(endNanos + 1)).isZero();
  }

  @Test
  void theLadderIsTheSameWhereverTheClockStands() {
    long nearTheEnd = Long.MAX_VALUE - 10;
    held.apply(nearTheEnd, grants(new Stamp(1, 1), BOOT, nearTheEnd, 900));
    HeldLease lease = held.find(REQUESTS).orElseThrow();

    assertThat(lease.rung(nearTheEnd)).isEqualTo(Rung.LEASE);
    assertThat(lease.rung(nearTheEnd + 4_000 * MILLI)).isEqualTo(Rung.GRACE);
    assertThat(lease.rung(nearTheEnd + 19_000 * MILLI)).isEqualTo(Rung.FLOOR);
  }

  @Test
  void aLimitThatIsNotNamedIsNotHeld() {
    Stamp first = new Stamp(1, 1);
    held.apply(0, new Grants("eu-1", first, BOOT, 0, List.of(lease(BYTES, 5), lease(REQUESTS, 9))));
    apply(first.next(), 900);

    assertThat(held.all().keySet()).containsExactly(REQUESTS);
  }

  @Test
  void whatAnEarlierBootLeftIsHeldAndAcknowledgedUntilTheFirstAnswer() {
    HeldLease left = new HeldLease(REQUESTS, new Share(700, 0), FLOOR, 100, 200);
    held.resume(new Stamp(4, 7), List.of(left));

    assertThat(held.find(REQUESTS)).contains(left);
    assertThat(held.applied()).isEqualTo(new Stamp(4, 7));
    assertThat(held.ageNanos(50)).isEmpty();

    apply(new Stamp(4, 9), 300);
    assertThat(rate()).isEqualTo(300);
    assertThat(held.applied()).isEqualTo(new Stamp(4, 9));
    assertThat(held.ageNanos(50)).contains(50L);
  }

  @Test
  void whatATenantDeclaredForTheLossOfItsRegionOutlivesARestart() {
    for (ControlLoss.Mode mode : ControlLoss.Mode.values()) {
      Ladder ladder = new Ladder(mode, new Share(5, 1_000), Rung.SAFE);
      HeldLeases next = new HeldLeases("eu-1", BOOT);

      next.resume(
          new Stamp(1, 1),
          List.of(new HeldLease(REQUESTS, new Share(500, 1_000), FLOOR, 10, 20, ladder)));

      assertThat(next.find(REQUESTS).orElseThrow().ladder()).isEqualTo(ladder);
      assertThat(next.find(REQUESTS).orElseThrow().rung(30))
          .isEqualTo(mode == ControlLoss.Mode.HOLD ? Rung.FLOOR : Rung.valueOf(mode.name()));
    }
  }

  @Test
  void whatIsOutstandingMeansNothingToTheChild() {
    List<LeaseGrant> leases = List.of(lease(REQUESTS, 100));
    List<LeaseGrant> outstanding = List.of(lease(REQUESTS, 900), lease(BYTES, 900));
    held.apply(
        0, new Grants("eu-1", new Stamp(1, 1), BOOT, 0, leases, outstanding, new Stamp(1, 1)));

    assertThat(rate()).isEqualTo(100);
    assertThat(held.all().keySet()).containsExactly(REQUESTS);
  }

  private void apply(Stamp stamp, long rateMilli) {
    assertThat(held.apply(0, grants(stamp, BOOT, 0, rateMilli))).isTrue();
  }

  private long rate() {
    return held.find(REQUESTS).orElseThrow().usable(0).rateMilli();
  }

  private static Grants grants(Stamp stamp, Boot boot, long sentNanos, long rateMilli) {
    return new Grants("eu-1", stamp, boot, sentNanos, List.of(lease(REQUESTS, rateMilli)));
  }

  private static LeaseGrant lease(LimitKey key, long rateMilli) {
    Share floor = rateMilli < 10 ? Share.NONE : FLOOR;
    return new LeaseGrant(key, new Share(rateMilli, 5_000), floor, 3_000, 18_000);
  }
}
