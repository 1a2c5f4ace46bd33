package io.ambit.lease;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.lease.ShareOut.Asking;
import io.ambit.lease.ShareOut.Pooled;
import io.ambit.lease.ShareOut.Portion;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShareOutTest {
  private static final LimitKey KEY = new LimitKey("acme", "requests");
  private static final long LATER = 1_000;
  private static final int SEEDS = 2_000;

  private final LeaseLedger ledger = new LeaseLedger();

  @Test
  void allThatThereIsIsSharedOut() {
    SortedMap<String, Portion> portions = shareOut(asking("a", 800_000), asking("b", 900_000));

    Share sum = of(portions, "a").lease().plus(of(portions, "b").lease());
    assertThat(sum.rateMilli()).isEqualTo(holding().lease().rateMilli());
    assertThat(sum.depthMilli()).as("but for what the pool needs").isEqualTo(92_000);
  }

  @Test
  void aRaiseIsPaidOnlyFromWhatNobodyMayBeUsing() {
    ledger.charge("b", new Stamp(1, 1), grant(new Share(700_000, 70_000), Share.NONE), LATER);

    Portion portion = of(shareOut(asking("a", 900_000_000), asking("b", 0)), "a");

    assertThat(portion.lease()).isEqualTo(new Share(300_000, 30_000));
  }

  @Test
  void aShrinkIsGivenAtOnce() {
    ledger.charge("b", new Stamp(1, 1), grant(new Share(700_000, 70_000), Share.NONE), LATER);

    Portion portion = of(shareOut(asking("a", 900_000_000), asking("b", 0)), "b");

    assertThat(portion.lease().rateMilli()).isLessThan(10_000);
  }

  @Test
  void whatTheAbsentMayBeUsingIsNotThereToBeShared() {
    ledger.charge("gone", new Stamp(1, 1), grant(new Share(400_000, 40_000), Share.NONE), LATER);

    SortedMap<String, Portion> portions = shareOut(asking("a", 500_000), asking("b", 500_000));

    Share sum = of(portions, "a").lease().plus(of(portions, "b").lease());
    assertThat(sum.rateMilli()).isEqualTo(600_000);
    assertThat(sum.depthMilli()).as("but for what the pool needs").isBetween(45_000L, 60_000L);
  }

  @Test
  void depthIsGivenInWholeUnits() {
    shareOut(asking("a", 1), asking("b", 2), asking("c", 4))
        .forEach(
            (child, portion) ->
                assertThat(portion.lease().depthMilli() % Limit.MILLI).as(child).isZero());
  }

  @Test
  void everyKnownChildHasTheSameFloorWhateverItAsksFor() {
    SortedMap<String, Portion> portions = shareOut(asking("a", 0), asking("b", 900_000));

    assertThat(of(portions, "a").floor()).isEqualTo(of(portions, "b").floor());
    assertThat(of(portions, "a").floor()).isEqualTo(new Share(5_000, 12_000));
  }

  @Test
  void aNewcomerSeldomMovesTheFloorsOfTheOthers() {
    List<Long> floors =
        IntStream.rangeClosed(1, 9).mapToObj(known -> floor(known).rateMilli()).toList();

    assertThat(floors)
        .containsExactly(5_000L, 5_000L, 2_500L, 2_500L, 1_250L, 1_250L, 1_250L, 1_250L, 625L);
  }

  /** A floor that cannot be called back must not be promised to somebody else. */
  @Test
  void whatAChildMayUseForEverAnywayCountsAsItsShare() {
    Share stuck = new Share(80_000, 30_000);
    Share before = new Share(970_000, 90_000);
    ledger.charge("a", new Stamp(1, 1), grant(stuck, stuck), 0);
    ledger.charge("b", new Stamp(1, 2), grant(before, Share.NONE), LATER);
    ledger.expire(0);

    Portion portion = of(shareOut(asking("a", 0), new Asking("b", 9_000_000, 0, before)), "b");

    assertThat(holding().lease().covers(portion.lease().plus(stuck))).isTrue();
  }

  /**
   * Two children taking turns would otherwise keep alive what is too much, each while it shrinks.
   */
  @Test
  void whileTooMuchIsOutNobodyIsGivenMoreThanLastTime() {
    Stamp before = new Stamp(1, 1);
    Stamp shrunk = new Stamp(1, 2);
    for (String child : List.of("a", "b")) {
      ledger.charge(child, before, grant(new Share(600_000, 60_000), Share.NONE), LATER);
    }
    ledger.charge("a", shrunk, grant(new Share(400_000, 40_000), Share.NONE), LATER);

    Portion portion =
        of(
            shareOut(
                new Asking("a", 9_000_000, 0, new Share(400_000, 40_000)),
                new Asking("b", 0, 0, new Share(600_000, 60_000))),
            "a");

    assertThat(portion.lease()).isEqualTo(new Share(400_000, 40_000));
  }

  @Test
  void whateverIsOutAGrantNeverBringsTheSumAboveWhatThereIsNorAboveWhatItWas() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Random random = new Random(seed);
      LeaseLedger any = ledger(random);
      Share before = any.total();
      List<Asking> asking = asking(random);
      SortedMap<String, Portion> portions =
          ShareOut.of(holding(), any, asking, 4, pooled(random), 0);
      portions.forEach(
          (child, portion) ->
              any.charge(child, new Stamp(2, 1), grant(portion.lease(), portion.floor()), LATER));
      assertThat(holding().lease().max(before).covers(any.total())).as("seed %d", seed).isTrue();
      assertThat(portions.values())
          .as("seed %d", seed)
          .allMatch(portion -> portion.lease().covers(portion.floor()));
    }
  }

  private static LeaseLedger ledger(Random random) {
    LeaseLedger any = new LeaseLedger();
    for (int i = 1; i <= random.nextInt(12); i++) {
      Share lease = new Share(random.nextLong(500_000), random.nextLong(50_000));
      Share floor = random.nextBoolean() ? Share.NONE : lease.min(new Share(5_000, 9_000));
      any.charge("edge-" + random.nextInt(5), new Stamp(1, i), grant(lease, floor), LATER);
    }
    return any;
  }

  private static List<Asking> asking(Random random) {
    return IntStream.range(0, 1 + random.nextInt(4))
        .mapToObj(
            i -> {
              Share last = new Share(random.nextLong(500_000), random.nextLong(50_000));
              return new Asking(
                  "edge-" + i, random.nextLong(2_000_000), random.nextLong(1_000_000), last);
            })
        .toList();
  }

  private static Pooled pooled(Random random) {
    return new Pooled(random.nextLong(20_000), random.nextLong(100_000));
  }

  @Test
  void whoeverIsShortIsGivenRoomForWhatThePoolCouldFill() {
    Asking content = asking("a", 100_000);
    Asking wanting = new Asking("b", 100_000, 80_000, Share.NONE);
    Pooled full = new Pooled(0, 40_000);

    SortedMap<String, Portion> without =
        ShareOut.of(holding(), ledger, List.of(content, wanting), 2, Pooled.NONE, 0);
    SortedMap<String, Portion> with =
        ShareOut.of(holding(), ledger, List.of(content, wanting), 2, full, 0);

    assertThat(of(with, "b").lease().depthMilli())
        .isGreaterThan(of(without, "b").lease().depthMilli());
    assertThat(of(with, "a").lease().depthMilli())
        .isLessThanOrEqualTo(of(without, "a").lease().depthMilli());
  }

  @Test
  void onlyAsManyBorrowersLoseTheirGraceAsItTakesToGiveBackWhatIsLent() {
    Holding lending =
        holding()
            .on(child -> new ClaimTerms(1, child.equals("a") ? 100_000 : 0, Long.MAX_VALUE))
            .guaranteeing(100_000);
    List<Asking> asking =
        List.of(asking("a", 50_000), asking("b", 2_000_000), asking("c", 400_000));

    SortedMap<String, Portion> portions = ShareOut.of(lending, ledger, asking, 3, Pooled.NONE, 0);

    assertThat(of(portions, "b").lent()).as("it has 550,000 of others").isTrue();
    assertThat(of(portions, "c").lent()).isFalse();
    assertThat(of(portions, "a").lent()).isFalse();
  }

  private Share floor(int known) {
    return of(ShareOut.of(holding(), ledger, List.of(asking("a", 1)), known, Pooled.NONE, 0), "a")
        .floor();
  }

  private static Portion of(SortedMap<String, Portion> portions, String child) {
    return requireNonNull(portions.get(child));
  }

  private SortedMap<String, Portion> shareOut(Asking... asking) {
    return ShareOut.of(holding(), ledger, List.of(asking), asking.length, Pooled.NONE, 0);
  }

  private static Asking asking(String child, long demandMilli) {
    return new Asking(child, demandMilli, 0, Share.NONE);
  }

  private static Holding holding() {
    return Holding.ofRoot(
        KEY,
        new Share(1_000_000, 100_000),
        new Share(10_000, 25_000),
        new Holding.Times(Durations.ofMillis(60_000), 3_000, 18_000),
        child -> ClaimTerms.EQUAL);
  }

  private static LeaseGrant grant(Share lease, Share floor) {
    return new LeaseGrant(KEY, lease.max(floor), floor, 0, 0);
  }
}
