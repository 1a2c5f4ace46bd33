package io.ambit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.model.LimitKey;
import io.ambit.model.Mode;
import io.ambit.usage.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of 11 units of depth a region is charged 5, of which its edges hold 4. */
class PoolsTest {
  private static final LimitKey KEY = new LimitKey("acme", "requests");
  private static final Share HELD = new Share(11_000, 11_000);
  private static final Share LEASE = new Share(5_000, 5_000);
  private static final Share EDGES = new Share(5_000, 4_000);

  private final Ledgers ledgers = new Ledgers();
  private final Pools pools = new Pools();
  private long sequence;

  PoolsTest() {
    LeaseGrant grant = new LeaseGrant(KEY, LEASE, Share.NONE, 10_000, 10_000);
    ledgers.charge(0, "eu", new Stamp(1, 1), List.of(grant));
    pools.settle(0, List.of(Family.holding(HELD, Share.NONE)), ledgers);
  }

  @Test
  void whatARegionGaveBackBeforeItsLeaseShrankCountsOnlyAsFarAsItsEdgesLeaveIt() {
    pools.credit(report(0), ledgers);
    pools.credit(report(7_000), ledgers);

    assertThat(pools.levelMilli(KEY)).isEqualTo(1_000);
  }

  private Report report(long returnedMilli) {
    return new Report(
        new Report.Header("eu", Boot.of(0, 1), ++sequence, 0),
        Report.Knows.of(new Stamp(1, 1), 0),
        Mode.TARGET,
        Report.Told.of(
            List.of(new Usage(KEY, 0, 0, returnedMilli)),
            List.of(new Exposure(KEY, EDGES, Share.NONE))),
        false);
  }
}
