package io.ambit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.model.LimitKey;
import org.junit.jupiter.api.Test;

class LeaseLedgerTest {
  private static final LimitKey KEY = new LimitKey("acme", "requests");
  private static final Stamp FIRST = new Stamp(1, 1);
  private static final Stamp SECOND = new Stamp(1, 2);
  private static final long MILLI = 1_000_000;

  private final LeaseLedger ledger = new LeaseLedger();

  @Test
  void theTotalIsTheSumOfWhatEachChildMayBeUsing() {
    ledger.charge("eu-1", FIRST, grant(share(300), share(3)), 100);
    ledger.charge("eu-2", SECOND, grant(share(200), share(2)), 100);

    assertThat(ledger.total()).isEqualTo(share(500));
    assertThat(ledger.totalFloor()).isEqualTo(share(5));
    ledger.expire(100);
    assertThat(ledger.total()).isEqualTo(share(5));
  }

  @Test
  void aStrangerIsChargedForNothingAndProvesNothing() {
    ledger.acknowledge("eu-9", Proof.of(SECOND), exposed(share(500), share(500)));
    ledger.leave("eu-9", SECOND, FIRST, exposed(share(500), share(500)));

    assertThat(ledger.charged("eu-9")).isEqualTo(Share.NONE);
    assertThat(ledger.isEmpty()).isTrue();
  }

  @Test
  void aSumPastAllMeaningLeavesNoRoomInsteadOfOverflowing() {
    ledger.charge(
        "eu-1", FIRST, grant(new Share(Share.MAX_MILLI, Share.MAX_MILLI), Share.NONE), 100);
    ledger.charge(
        "eu-2", SECOND, grant(new Share(Share.MAX_MILLI, Share.MAX_MILLI), Share.NONE), 100);

    assertThat(new Share(Share.MAX_MILLI, Share.MAX_MILLI).minus(ledger.total()))
        .isEqualTo(Share.NONE);
  }

  @Test
  void whatIsOutstandingIsTheLargestOfAllForAsLongAsTheLast() {
    ledger.charge("eu-1", FIRST, grant(share(300), share(3)), 4_000 * MILLI);
    ledger.charge("eu-1", SECOND, grant(share(100), share(1)), 9_000 * MILLI + 1);

    assertThat(ledger.outstanding(KEY, "eu-1", 1_000 * MILLI))
        .isEqualTo(new LeaseGrant(KEY, share(300), share(3), 0, 8_001));
  }

  @Test
  void oneLeaseSaysItAllIfItIsAsLargeAndAsLong() {
    ledger.charge("eu-1", FIRST, grant(share(300), share(3)), 4_000);

    assertThat(ledger.within("eu-1", grant(share(300), share(3)), 4_000)).isTrue();
    assertThat(ledger.within("eu-1", grant(share(299), share(3)), 4_000)).isFalse();
    assertThat(ledger.within("eu-1", grant(share(300), share(2)), 4_000)).isFalse();
    assertThat(ledger.within("eu-1", grant(share(300), share(3)), 3_999)).isFalse();
    assertThat(ledger.within("eu-2", grant(Share.NONE, Share.NONE), 0)).isTrue();
  }

  private static Share share(long rateMilli) {
    return new Share(rateMilli, rateMilli * 10);
  }

  private static LeaseGrant grant(Share lease, Share floor) {
    return new LeaseGrant(KEY, lease.max(floor), floor, 0, 0);
  }

  private static Exposure exposed(Share lease, Share floor) {
    return new Exposure(KEY, lease, floor);
  }
}
