package io.ambit.global.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ambit.lease.LeaseTimes;
import io.ambit.model.Alignment;
import io.ambit.model.Lending;
import io.ambit.model.Limit;
import io.ambit.model.RegionBounds;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CapacityTest {
  private static final int SEEDS = 30;

  /** A hundredth of a thousand per second: what a renewal is not worth, and floors. */
  private static final Offset<Long> ABOUT = within(25_000L);

  private final Realm realm = new Realm();
  private final Realm.Region eu = realm.region("eu");
  private final Realm.Region us = realm.region("us");

  @Test
  void withoutADeclaredCapacityTermsAreLeftAsTheyAre() {
    realm.budget("acme", Limit.perSecond("requests", 1_000, 100));
    realm.run(500);

    assertThat(realm.isUnbounded()).isTrue();
  }

  @Test
  void tenantsShareWhatARegionCanTakeAndTheRestOfTheirBudgetsGoesElsewhere() {
    twoTenants(1, 0);

    assertThat(eu.charged()).isLessThanOrEqualTo(600_000);
    assertThat(eu.given("acme")).isCloseTo(300_000, ABOUT);
    assertThat(eu.given("umbra")).isCloseTo(300_000, ABOUT);
    assertThat(us.given("acme")).isCloseTo(699_000, ABOUT);
  }

  @Test
  void byTheirWeight() {
    twoTenants(2, 0);

    assertThat(eu.given("acme")).isCloseTo(400_000, ABOUT);
    assertThat(eu.given("umbra")).isCloseTo(200_000, ABOUT);
  }

  @Test
  void andWhatATenantIsGuaranteedComesFirst() {
    twoTenants(1, 450);

    assertThat(eu.given("umbra")).isCloseTo(500_000, ABOUT);
    assertThat(eu.given("acme")).isCloseTo(100_000, ABOUT);
  }

  @Test
  void limitsInOtherUnitsDoNotCount() {
    Limit bytes = new Limit("requests", "bytes", 5_000, 1, 100, 0, 5_000, 1, new TreeMap<>());
    realm.declare("eu", 600);
    realm.budget("acme", bytes);
    eu.demand("acme", 5_000);
    realm.run(3_000);

    assertThat(eu.given("acme")).isGreaterThan(4_000_000);
  }

  @Test
  void aLoweredCapacityBindsOnceTheRegionHasAcknowledgedIt() {
    twoTenants(1, 0);
    realm.declare("eu", 300);

    assertThat(realm.millisUntil(() -> eu.charged() <= 300_000)).isLessThanOrEqualTo(300);
  }

  @Test
  void budgetsShrinkWithWhatARegionWasSeenToTakeAndGrowBackWithIt() {
    twoTenants(1, 0);
    realm.prove("eu", 200);

    assertThat(realm.millisUntil(() -> eu.charged() <= 220_000)).isLessThanOrEqualTo(300);
    realm.run(1_000);
    assertThat(us.given("acme")).as("the rest goes elsewhere").isGreaterThan(830_000);
    realm.prove("eu", 220);
    realm.run(3_000);
    assertThat(eu.charged()).as("a little more than it proved").isBetween(210_000L, 242_000L);
    realm.prove("eu", 5_000);
    realm.run(3_000);
    assertThat(eu.charged()).as("never more than is declared").isBetween(550_000L, 600_000L);
  }

  @Test
  void whatIsDeclaredIsNeverExceededForWhatWasSeenBefore() {
    twoTenants(1, 0);
    realm.prove("eu", 480);
    realm.run(1_000);
    realm.prove("eu", 468);
    realm.declare("eu", 520);

    assertThat(realm.millisUntil(() -> eu.charged() <= 520_000)).isLessThanOrEqualTo(300);
  }

  @Test
  void whatWasSeenBindsNobodyWhereNothingIsDeclared() {
    realm.budget("acme", Limit.perSecond("requests", 1_000, 100));
    realm.prove("eu", 10);
    realm.run(500);

    assertThat(realm.isUnbounded()).isTrue();
  }

  @Test
  void aRegionIsNeverChargedForMoreThanItsCapacity() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Random random = new Random(seed);
      Realm world = new Realm();
      List<Realm.Region> regions =
          List.of(world.region("ap"), world.region("eu"), world.region("us"));
      world.declare("ap", 50 + random.nextInt(300));
      world.declare("eu", 300 + random.nextInt(2_000));
      for (int tenant = 0; tenant < 6; tenant++) {
        world.budget("t" + tenant, limit(random));
      }
      double tightest = 0;
      for (int step = 0; step < 150; step++) {
        shake(random, regions);
        world.step();
        tightest = Math.max(tightest, check(world, seed));
      }
      assertThat(tightest).as("seed %d: how close it came", seed).isGreaterThan(0.95);
    }
  }

  @Test
  void whatARegionIsGuaranteedAndLentItHasBackWithinASecond() {
    lend(Lending.FREE);

    assertThat(us.given("acme")).isGreaterThan(900_000);
    eu.demand("acme", 600);
    assertThat(realm.millisUntil(() -> eu.charged("acme") >= 590_000)).isLessThanOrEqualTo(1_000);
  }

  @Test
  void whatIsLentToARegionThatIsCutOffIsBackOnceItsLeaseIsNotFreshAnyMore() {
    lend(Lending.FREE);

    assertThat(us.holdMillis("acme")).isEqualTo(LeaseTimes.REGION.ttlMillis());
    us.cut = true;
    eu.demand("acme", 600);
    assertThat(realm.millisUntil(() -> eu.charged("acme") >= 590_000))
        .isBetween(9_000L, LeaseTimes.REGION.ttlMillis() + LeaseTimes.REGION.silentMillis() + 100);
  }

  @Test
  void whoBorrowsNothingKeepsTheGrace() {
    lend(Lending.FREE);

    assertThat(eu.holdMillis("acme")).isGreaterThan(LeaseTimes.REGION.ttlMillis());
  }

  @Test
  void whatMayNotBeLentStaysAndWhatMayNotBeBorrowedIsNot() {
    lend(new Lending(Lending.UNLIMITED, 200));
    assertThat(eu.given("acme")).isCloseTo(400_000, ABOUT);

    lend(new Lending(Lending.UNLIMITED, 0));
    assertThat(eu.given("acme")).isCloseTo(600_000, ABOUT);
    assertThat(us.holdMillis("acme")).isGreaterThan(LeaseTimes.REGION.ttlMillis());
  }

  @Test
  void aRegionBorrowsNoMoreThanItMay() {
    TreeMap<String, RegionBounds> bounds = new TreeMap<>();
    bounds.put("us", new RegionBounds(400, 1_000, new Lending(100, Lending.UNLIMITED)));
    realm.budget("acme", new Limit("requests", "requests", 1_000, 1, 100, 0, 1_000, 1, bounds));
    us.demand("acme", 1_000);
    eu.demand("acme", 10);
    realm.run(3_000);

    assertThat(us.given("acme")).isBetween(490_000L, 500_000L);
  }

  @Test
  void aTenantHasBackWithinASecondWhatItIsGuaranteedAndLentToAnother() {
    realm.declare("eu", 600);
    realm.budget("acme", Limit.perSecond("requests", 1_000, 100));
    realm.budget("umbra", guaranteed(300, Lending.FREE));
    eu.demand("acme", 1_000);
    us.demand("acme", 10);
    us.demand("umbra", 1);
    realm.run(4_000);
    assertThat(eu.given("acme")).isGreaterThan(500_000);

    eu.demand("umbra", 300);
    assertThat(realm.millisUntil(() -> eu.charged("umbra") >= 290_000)).isLessThanOrEqualTo(1_000);
  }

  /** Acme asks for 800 in eu, which takes 600, and for 400 in us; umbra asks for 500 in eu. */
  private void twoTenants(long acmesWeight, long umbrasGuarantee) {
    realm.declare("eu", 600);
    realm.budget(
        "acme",
        new Limit("requests", "requests", 1_000, 1, 100, 0, 1_000, acmesWeight, new TreeMap<>()));
    realm.budget("umbra", guaranteed(umbrasGuarantee, Lending.FREE));
    eu.demand("acme", 800);
    us.demand("acme", 400);
    eu.demand("umbra", 500);
    us.demand("umbra", 0);
    realm.run(4_000);
  }

  private static Limit guaranteed(long perSecond, Lending lending) {
    return new Limit(
        "requests",
        "requests",
        500,
        1,
        100,
        perSecond,
        500,
        1,
        new TreeMap<>(),
        Alignment.NONE,
        lending);
  }

  /** Acme has 1,000, 600 of it guaranteed in eu, where nobody asks; in us all is wanted. */
  private void lend(Lending lending) {
    TreeMap<String, RegionBounds> bounds = new TreeMap<>();
    bounds.put("eu", new RegionBounds(600, 1_000, lending));
    realm.budget("acme", new Limit("requests", "requests", 1_000, 1, 100, 0, 1_000, 1, bounds));
    eu.demand("acme", 0);
    us.demand("acme", 2_000);
    realm.run(4_000);
  }

  private static Limit limit(Random random) {
    long quota = 100L + random.nextInt(1_500);
    long guarantee = random.nextInt(3) == 0 ? quota / 4 : 0;
    return new Limit(
        "requests",
        "requests",
        quota,
        1,
        100,
        guarantee,
        quota,
        1 + random.nextInt(3),
        new TreeMap<>());
  }

  /** Demand moves, and regions are cut off and come back. */
  private static void shake(Random random, List<Realm.Region> regions) {
    for (Realm.Region region : regions) {
      if (random.nextInt(10) == 0) {
        region.demand("t" + random.nextInt(6), random.nextInt(2) * random.nextLong(1_500));
      }
      if (random.nextInt(40) == 0) {
        region.cut = !region.cut;
      }
    }
  }

  private static double check(Realm world, long seed) {
    double tightest = 0;
    for (String name : List.of("ap", "eu")) {
      long most = world.capacityMilli(name);
      long charged = world.region(name).charged();
      assertThat(charged).as("seed %d: %s", seed, name).isLessThanOrEqualTo(most);
      tightest = Math.max(tightest, (double) charged / most);
    }
    return tightest;
  }
}
