package io.ambit.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ObjLongConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WeightedMaxMinTest {
  private static final long UNLIMITED = Long.MAX_VALUE;
  private static final int SEEDS = 3_000;
  private static final long MOST = 1_000_000_000_000L;

  @Test
  void oneWhoWantsLittleGetsItAndTheOthersShareTheRest() {
    assertThat(shares(999_000, Claim.of("eu", 2_700_000), Claim.of("us", 300_000)))
        .containsExactly(699_000, 300_000);
    assertThat(shares(1_000, Claim.of("a", 100), Claim.of("b", 5_000), Claim.of("c", 5_000)))
        .containsExactly(100, 450, 450);
  }

  @Test
  void thoseWhoWantTooMuchShareByWeight() {
    assertThat(shares(900, weighted("a", 10_000, 1), weighted("b", 10_000, 2)))
        .containsExactly(300, 600);
  }

  @Test
  void theMinimumComesBeforeAnyGuarantee() {
    Claim floor = new Claim("a", 0, 1, 100, 0, UNLIMITED);
    Claim guaranteed = new Claim("b", 1_000, 1, 0, 1_000, UNLIMITED);

    assertThat(shares(150, floor, guaranteed)).containsExactly(100, 50);
  }

  @Test
  void aGuaranteeComesBeforeAnyBorrowing() {
    Claim guaranteed = new Claim("a", 800, 1, 0, 600, UNLIMITED);
    Claim heavy = new Claim("b", 10_000, 1_000_000, 0, 0, UNLIMITED);

    assertThat(shares(700, guaranteed, heavy)[0]).isGreaterThanOrEqualTo(600);
  }

  @Test
  void aGuaranteeNobodyAsksForIsLentOut() {
    Claim idle = new Claim("a", 0, 1, 0, 600, UNLIMITED);
    Claim busy = new Claim("b", 700, 1, 0, 0, UNLIMITED);

    assertThat(shares(700, idle, busy)).containsExactly(0, 700);
  }

  @Test
  void whatNobodyAsksForIsPlacedHalfByDemandAndHalfEvenly() {
    assertThat(shares(1_400, Claim.of("a", 300), Claim.of("b", 100)))
        .containsExactly(300 + 375 + 250, 100 + 125 + 250);
  }

  @Test
  void withoutAnyDemandAllIsPlacedByWeight() {
    assertThat(shares(900, weighted("a", 0, 1), weighted("b", 0, 2))).containsExactly(300, 600);
  }

  @Test
  void remaindersAreHandedOutToTheLastUnit() {
    assertThat(Arrays.stream(shares(100, Claim.of("a", 99), Claim.of("b", 99), Claim.of("c", 99))))
        .containsExactlyInAnyOrder(33L, 33L, 34L);
  }

  @Test
  void nobodyToShareWithGetsNothing() {
    assertThat(WeightedMaxMin.allocate(1_000, List.of())).isEmpty();
  }

  @Test
  void theLargestNumbersDoNotOverflow() {
    Claim greedy = new Claim("a", UNLIMITED, 1_000_000, 0, 0, UNLIMITED);
    Claim other = new Claim("b", UNLIMITED, 1_000_000, 0, UNLIMITED, UNLIMITED);
    Claim third = new Claim("c", UNLIMITED, 1, MOST, 0, UNLIMITED);

    assertThat(Arrays.stream(shares(MOST, greedy, other, third)).sum()).isEqualTo(MOST);
  }

  @Test
  void theSharesSumToTheTotalUnlessEveryCeilingIsReached() {
    forEachSeed(
        (claims, total) -> {
          long[] shares = WeightedMaxMin.allocate(total, claims);
          long sum = Arrays.stream(shares).sum();
          boolean full =
              IntStream.range(0, shares.length).allMatch(i -> shares[i] == claims.get(i).ceiling());
          assertThat(sum).isLessThanOrEqualTo(total);
          assertThat(full || sum == total).as("full or all given: %d of %d", sum, total).isTrue();
        });
  }

  @Test
  void noShareIsAboveItsCeilingOrBelowZero() {
    forEachSeed(
        (claims, total) -> {
          long[] shares = WeightedMaxMin.allocate(total, claims);
          for (int i = 0; i < shares.length; i++) {
            assertThat(shares[i]).isBetween(0L, claims.get(i).ceiling());
          }
        });
  }

  @Test
  void everyMinimumIsMetWhereTheyFitAndThenEveryGuarantee() {
    forEachSeed(
        (claims, total) -> {
          long[] shares = WeightedMaxMin.allocate(total, claims);
          long minima = claims.stream().mapToLong(c -> Math.min(c.minimum(), c.ceiling())).sum();
          long owed = claims.stream().mapToLong(WeightedMaxMinTest::owed).sum();
          for (int i = 0; i < shares.length; i++) {
            Claim claim = claims.get(i);
            if (minima <= total) {
              assertThat(shares[i])
                  .isGreaterThanOrEqualTo(Math.min(claim.minimum(), claim.ceiling()));
            }
            if (owed <= total) {
              assertThat(shares[i]).isGreaterThanOrEqualTo(owed(claim));
            }
          }
        });
  }

  /** Max-min: who could still use more has no reason to envy anybody, weight for weight. */
  @Test
  void nobodyWhoWantsMoreHasLessPerWeightThanAnother() {
    forEachSeed(
        (mixed, total) -> {
          List<Claim> claims = mixed.stream().map(WeightedMaxMinTest::plain).toList();
          long demand = claims.stream().mapToLong(WeightedMaxMinTest::usable).sum();
          if (total <= demand) {
            assertNoEnvy(claims, WeightedMaxMin.allocate(total, claims));
          }
        });
  }

  @Test
  void itIsTheSlowAndExactFillingToWithinAUnitPerStepAndClaim() {
    forEachSeed(
        (claims, total) -> {
          long[] shares = WeightedMaxMin.allocate(total, claims);
          double[] exact = SlowFilling.allocate(total, claims);
          for (int i = 0; i < shares.length; i++) {
            assertThat((double) shares[i]).isCloseTo(exact[i], within(5.0 * claims.size()));
          }
        });
  }

  @Test
  void theOrderOfTheClaimsChangesNobodysShare() {
    forEachSeed(
        (claims, total) -> {
          List<Claim> shuffled = new ArrayList<>(claims);
          Collections.shuffle(shuffled, new Random(total));
          long[] shares = WeightedMaxMin.allocate(total, claims);
          long[] others = WeightedMaxMin.allocate(total, shuffled);
          for (int i = 0; i < shares.length; i++) {
            assertThat(others[shuffled.indexOf(claims.get(i))]).isEqualTo(shares[i]);
          }
        });
  }

  private static void assertNoEnvy(List<Claim> claims, long[] shares) {
    for (int i = 0; i < shares.length; i++) {
      for (int j = 0; j < shares.length; j++) {
        Claim hungry = claims.get(i);
        if (shares[i] < usable(hungry)) {
          double mine = (double) (shares[i] + claims.size()) / hungry.weight();
          double theirs = (double) (shares[j] - claims.size()) / claims.get(j).weight();
          assertThat(mine).as("%s beside %s", hungry, claims.get(j)).isGreaterThan(theirs);
        }
      }
    }
  }

  private static long usable(Claim claim) {
    return Math.min(claim.demand(), claim.ceiling());
  }

  private static long owed(Claim claim) {
    long first = Math.max(claim.minimum(), Math.min(claim.demand(), claim.guaranteed()));
    return Math.min(first, claim.ceiling());
  }

  private static Claim plain(Claim claim) {
    return new Claim(claim.child(), claim.demand(), claim.weight(), 0, 0, claim.ceiling());
  }

  private static long[] shares(long total, Claim... claims) {
    return WeightedMaxMin.allocate(total, List.of(claims));
  }

  private static Claim weighted(String child, long demand, long weight) {
    return new Claim(child, demand, weight, 0, 0, UNLIMITED);
  }

  private static void forEachSeed(ObjLongConsumer<List<Claim>> property) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Random random = new Random(seed);
      long scale = random.nextBoolean() ? 200 : 1_000_000;
      List<Claim> claims = claims(random, scale);
      long total = random.nextLong(2 * scale * claims.size());
      try {
        property.accept(claims, total);
      } catch (AssertionError e) {
        throw new AssertionError("seed %d: %d over %s".formatted(seed, total, claims), e);
      }
    }
  }

  private static List<Claim> claims(Random random, long scale) {
    return IntStream.rangeClosed(1, 1 + random.nextInt(8))
        .mapToObj(i -> claim(random, "edge-" + i, scale))
        .toList();
  }

  /** Nothing and the same as others are as likely as they are in life. */
  private static long demand(Random random, long scale) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> scale;
      default -> random.nextLong(3 * scale);
    };
  }

  private static Claim claim(Random random, String child, long scale) {
    long ceiling = random.nextInt(3) == 0 ? 1 + random.nextLong(2 * scale) : UNLIMITED;
    return new Claim(
        child,
        demand(random, scale),
        random.nextInt(3) == 0 ? 1 + random.nextInt(1_000) : 1,
        random.nextInt(3) == 0 ? random.nextLong(scale / 4) : 0,
        random.nextInt(3) == 0 ? random.nextLong(scale) : 0,
        ceiling);
  }
}
