package io.ambit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.model.LimitKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tokens are moved, never made; 100 units of depth, of which children are charged 60. */
class PoolTest {
  private static final LimitKey KEY = new LimitKey("acme", "requests");
  private static final long SECOND = 1_000_000_000;
  private static final Share CHARGED = new Share(600_000, 60_000);
  private static final long ROOM = 40_000;

  private final Pool pool = new Pool();

  PoolTest() {
    pool.settle(0, holding(0, 0), CHARGED);
  }

  @Test
  void whatNoChildMayBeUsingComesInUpToTheDepthThatIsLeft() {
    pool.accrue(SECOND / 20, holding(0, 0));
    assertThat(pool.levelMilli()).as("50 ms of 400/s, less 0.1 %").isEqualTo(19_980);

    pool.accrue(SECOND, holding(0, 0));
    assertThat(pool.levelMilli()).isEqualTo(40_000);
  }

  @Test
  void whatAChildReturnsCountsOnceHoweverOftenItIsSaid() {
    pool.credit("eu-1", 5_000, 60_000);
    assertThat(pool.levelMilli()).as("what came before counts for nobody").isZero();

    pool.credit("eu-1", 12_000, 60_000);
    pool.credit("eu-1", 12_000, 60_000);
    pool.credit("eu-1", 9_000, 60_000);

    assertThat(pool.levelMilli()).isEqualTo(7_000);
    assertThat(pool.creditedMilli("eu-1")).isEqualTo(12_000);
  }

  @Test
  void aChildReturnsNoMoreAtOnceThanItIsChargedFor() {
    pool.credit("eu-1", 0, 10_000);
    pool.credit("eu-1", 30_000, 10_000);

    assertThat(pool.levelMilli()).isEqualTo(10_000);
  }

  @Test
  void whatIsOnItsWayTakesUpDepthUntilItIsAcknowledgedOrCanArriveNoMore() {
    pool.accrue(SECOND, holding(0, 0));
    long given = fill(new Pool.Thirst("eu-1", 100_000, 20_000));
    assertThat(given).isEqualTo(20_000);
    pool.filled("eu-1", new Stamp(1, 1), given, 10 * SECOND);
    pool.settle(SECOND, holding(0, 0), CHARGED);
    pool.accrue(2 * SECOND, holding(0, 0));
    assertThat(pool.levelMilli()).as("40 less 20 on their way").isEqualTo(20_000);

    assertThat(pool.expire(10 * SECOND - 1)).isEmpty();
    assertThat(pool.expire(10 * SECOND)).containsExactly("eu-1");
    pool.settle(10 * SECOND, holding(0, 0), CHARGED);
    pool.accrue(11 * SECOND, holding(0, 0));
    assertThat(pool.levelMilli()).isEqualTo(40_000);
  }

  @Test
  void depthThatARaiseOfThisRoundTakesUpIsNoneThatTokensCouldBeOnTheirWayIn() {
    pool.accrue(SECOND, holding(0, 0));
    List<Pool.Thirst> thirsts =
        List.of(new Pool.Thirst("eu-1", 100_000, 20_000), new Pool.Thirst("eu-2", 100_000, 20_000));

    assertThat(pool.fill(thirsts, ROOM - 15_000).toString())
        .as("a child's depth is raised by 15")
        .isEqualTo("{eu-1=20000, eu-2=5000}");
  }

  @Test
  void anAcknowledgementFreesTheWay() {
    pool.accrue(SECOND, holding(0, 0));
    pool.filled(
        "eu-1", new Stamp(1, 1), fill(new Pool.Thirst("eu-1", 9_000_000, 30_000)), 10 * SECOND);
    pool.acknowledge("eu-1", new Stamp(1, 0));
    assertThat(pool.inFlightMilli(holding(0, 0))).isEqualTo(30_000);

    pool.acknowledge("eu-1", new Stamp(1, 1));
    assertThat(pool.inFlightMilli(holding(0, 0))).isZero();
  }

  @Test
  void whoeverWaitedLongestIsFilledFirst() {
    pool.accrue(SECOND / 20, holding(0, 0));
    Pool.Thirst one = new Pool.Thirst("eu-1", 1_000_000, 15_000);
    Pool.Thirst two = new Pool.Thirst("eu-2", 1_000_000, 15_000);

    assertThat(pool.fill(List.of(one, two), ROOM).toString()).isEqualTo("{eu-1=15000, eu-2=4000}");
    pool.accrue(SECOND / 20 + SECOND / 200, holding(0, 0));
    pool.settle(SECOND / 20, holding(0, 0), CHARGED);
    pool.accrue(SECOND / 10, holding(0, 0));
    assertThat(pool.fill(List.of(one, two), ROOM).keySet()).startsWith("eu-1");
  }

  @Test
  void aSuccessorCountsWhatItsPredecessorFilledAsOnItsWay() {
    pool.restore("eu-1", new Stamp(1, 9), 35_000, 10 * SECOND);
    pool.settle(0, holding(0, 0), CHARGED);
    pool.accrue(SECOND, holding(0, 0));

    assertThat(pool.levelMilli()).isEqualTo(5_000);
  }

  private long fill(Pool.Thirst thirst) {
    return pool.fill(List.of(thirst), ROOM).getOrDefault(thirst.child(), 0L);
  }

  private static Holding holding(long inflowMilli, long creditedMilli) {
    return Holding.ofRoot(
            KEY,
            new Share(1_000_000, 100_000),
            Share.NONE,
            new Holding.Times(60 * SECOND, 3_000, 18_000),
            child -> ClaimTerms.EQUAL)
        .from(new Holding.Source(Holding.Above.HAS_ENOUGH, inflowMilli, creditedMilli));
  }
}
