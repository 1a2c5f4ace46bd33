package io.ambit.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.model.FailoverPolicy;
import io.ambit.model.Priority;
import io.ambit.model.RegionDeclaration.AdminState;
import io.ambit.model.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Nobody above the cap, what is missing is shed and no more, what matters least first. */
class WaterfallTest {
  private static final int CASES = 10_000;
  private static final FailoverPolicy POLICY = FailoverPolicy.DEFAULT;

  @Test
  void theOtherTakesAllItHasRoomFor() {
    Spill spill =
        pour(List.of(region("eu", 1_000, 0, 400, 0, 0), region("us", 1_000, 0, 300, 0, 0)), "eu");
    assertThat(spill.after("us")).isEqualTo(Demand.of(0, 700, 0, 0));
    assertThat(spill.totalShed()).isEqualTo(Demand.NONE);
    assertThat(spread(spill, "eu").receiver(Priority.CRITICAL, 9_999)).isEqualTo("us");
  }

  @Test
  void whatFindsNoRoomIsShedLeastImportantFirst() {
    Spill spill =
        pour(
            List.of(region("eu", 1_000, 100, 300, 200, 200), region("us", 1_000, 0, 400, 0, 0)),
            "eu");
    // 850 may be used, 400 are: 450 find room, and 350 do not.
    assertThat(spill.after("us")).isEqualTo(Demand.of(100, 700, 50, 0));
    assertThat(spill.shed("eu")).isEqualTo(Demand.of(0, 0, 150, 200));
    assertThat(spread(spill, "eu").parts().get(2)).containsExactly(2_500);
    assertThat(spread(spill, "eu").shed(Priority.SHEDDABLE)).isEqualTo(10_000);
  }

  @Test
  void whatMattersLessMakesRoomWhereItIs() {
    Spill spill =
        pour(List.of(region("eu", 1_000, 0, 500, 0, 0), region("us", 1_000, 0, 0, 0, 800)), "eu");
    assertThat(spill.after("us")).isEqualTo(Demand.of(0, 500, 0, 350));
    assertThat(spill.shed("us")).isEqualTo(Demand.of(0, 0, 0, 450));
    assertThat(spill.row().yields("us", Priority.SHEDDABLE)).isEqualTo(5_625);
    assertThat(spill.row().yields("us", Priority.CRITICAL)).isZero();
  }

  @Test
  void aRingIsFilledBeforeTheNextIsBegun() {
    SortedMap<String, List<List<String>>> rings = new TreeMap<>();
    rings.put("eu", List.of(List.of("uk"), List.of("us", "ap")));
    Spill spill =
        Waterfall.pour(
            List.of(
                region("ap", 1_000, 0, 650, 0, 0),
                region("eu", 1_000, 0, 600, 0, 0),
                region("uk", 1_000, 0, 550, 0, 0),
                region("us", 1_000, 0, 450, 0, 0)),
            set("eu"),
            with(rings));
    assertThat(spill.after("uk").total()).isEqualTo(850);
    assertThat(spill.after("us").total()).isEqualTo(450 + 200);
    assertThat(spill.after("ap").total()).isEqualTo(650 + 100);
  }

  @Test
  void whoIsCordonedServesItsOwnAlone() {
    List<RegionLoad> regions =
        List.of(
            region("eu", 1_000, 0, 300, 0, 0),
            new RegionLoad("uk", 1_000, 0, 1, AdminState.CORDONED, Demand.of(0, 100, 0, 0)),
            region("us", 1_000, 0, 300, 0, 0));
    assertThat(pour(regions, "eu").after("uk").total()).isEqualTo(100);
    assertThat(pour(regions, "eu").after("us").total()).isEqualTo(600);
  }

  @Test
  void whoseCapacityNobodyKnowsTakesWhatIsLeft() {
    List<RegionLoad> regions =
        List.of(
            region("eu", 0, 0, 900, 0, 0),
            region("uk", 1_000, 0, 550, 0, 0),
            region("us", 0, 0, 100, 0, 0));
    assertThat(pour(regions, "eu").after("uk").total()).isEqualTo(850);
    assertThat(pour(regions, "eu").after("us").total()).isEqualTo(700);
  }

  @Test
  void whatWasProvenCountsWhereItIsLess() {
    RegionLoad slow = new RegionLoad("us", 1_000, 500, 1, AdminState.ACTIVE, Demand.NONE);
    Spill spill = pour(List.of(region("eu", 1_000, 0, 800, 0, 0), slow), "eu");
    assertThat(spill.after("us").total()).isEqualTo(425);
  }

  @Test
  void requestsThatThereAreNoneOfYetHaveAWayToo() {
    Spill spill =
        pour(List.of(region("eu", 1_000, 0, 0, 0, 0), region("us", 1_000, 0, 0, 0, 0)), "eu");
    for (Priority priority : Priority.values()) {
      assertThat(spread(spill, "eu").receiver(priority, 9_999)).isEqualTo("us");
    }
  }

  @Test
  void twoThatAreLostShareTheRoomThereIs() {
    Spill spill =
        pour(
            List.of(
                region("ap", 1_000, 0, 450, 0, 0),
                region("eu", 1_000, 0, 600, 0, 0),
                region("us", 1_000, 0, 200, 0, 0)),
            "eu",
            "us");
    assertThat(spill.after("ap").total()).isEqualTo(850);
    assertThat(spill.shed("eu").total()).isEqualTo(300);
    assertThat(spill.shed("us").total()).isEqualTo(100);
  }

  @Test
  void nobodyIsEverAboveTheCap() {
    for (int seed = 0; seed < CASES; seed++) {
      Case each = Case.of(seed, false);
      Spill spill = Waterfall.pour(each.regions(), each.lost(), each.policy());
      for (RegionLoad region : each.regions()) {
        if (!each.lost().contains(region.name()) && region.capacityPerSecond() > 0) {
          long most = Math.max(Waterfall.capped(region, each.policy()), region.demand().total());
          long after = spill.after(region.name()).total();
          assertThat(after).as("seed %d, %s", seed, region).isLessThanOrEqualTo(most);
          // As edges do it, in parts of ten thousand: a hundredth of a per cent of each source.
          long done = done(each, spill, region);
          assertThat(done)
              .as("seed %d, %s as done", seed, region)
              .isLessThanOrEqualTo(most + each.totalDemand() / 10_000 + 8);
        }
      }
    }
  }

  @Test
  void everyRequestIsServedOrShed() {
    for (int seed = 0; seed < CASES; seed++) {
      Case each = Case.of(seed, false);
      Spill spill = Waterfall.pour(each.regions(), each.lost(), each.policy());
      long served = spill.after().values().stream().mapToLong(Demand::total).sum();
      assertThat(served + spill.totalShed().total())
          .as("seed %d", seed)
          .isEqualTo(each.totalDemand());
    }
  }

  @Test
  void exactlyTheShortfallIsShedLeastImportantFirst() {
    for (int seed = 0; seed < CASES; seed++) {
      Case each = Case.of(seed, true);
      Spill spill = Waterfall.pour(each.regions(), each.lost(), each.policy());
      assertThat(spill.totalShed()).as("seed %d", seed).isEqualTo(shortfall(each));
    }
  }

  @Test
  void nothingIsShedWhileLessImportantRequestsAreServedWhereItMayGo() {
    for (int seed = 0; seed < CASES; seed++) {
      Case each = Case.of(seed, false);
      Spill spill = Waterfall.pour(each.regions(), each.lost(), each.policy());
      for (String source : each.lost()) {
        for (Priority shed : Priority.values()) {
          if (spill.shed(source).of(shed) > 0) {
            assertNoneBelow(seed, each, spill, source, shed);
          }
        }
      }
    }
  }

  private static void assertNoneBelow(
      int seed, Case each, Spill spill, String source, Priority shed) {
    for (RegionLoad region : each.regions()) {
      boolean fits =
          region.demand().total() <= Waterfall.capped(region, each.policy())
              && region.receives()
              && !each.lost().contains(region.name())
              && each.mayGo(source, region.name());
      for (Priority below : Priority.values()) {
        if (fits && below.compareTo(shed) > 0) {
          assertThat(spill.after(region.name()).of(below))
              .as("seed %d: %s of %s is shed, %s of %s is not", seed, shed, source, below, region)
              .isZero();
        }
      }
    }
  }

  /** What the world is short of, cut from the least important upwards. */
  private static Demand shortfall(Case each) {
    Demand demand = Demand.NONE;
    long room = 0;
    for (RegionLoad region : each.regions()) {
      boolean isLost = each.lost().contains(region.name());
      if (isLost || region.receives()) {
        demand = demand.plus(region.demand());
        room += isLost ? 0 : Waterfall.capped(region, each.policy());
      }
    }
    long missing = Math.max(0, demand.total() - room);
    long[] cut = new long[4];
    for (int p = 3; p >= 0; p--) {
      cut[p] = Math.min(missing, demand.of(Priority.values()[p]));
      missing -= cut[p];
    }
    return Demand.of(cut);
  }

  private static long done(Case each, Spill spill, RegionLoad at) {
    long sum = 0;
    for (Priority priority : Priority.values()) {
      int yields = spill.row().yields(at.name(), priority);
      sum += at.demand().of(priority) * (10_000 - yields) / 10_000;
      for (RegionLoad source : each.regions()) {
        Spread spread = spill.row().spreads().get(source.name());
        int index = spread == null ? -1 : spread.receivers().indexOf(at.name());
        if (spread != null && index >= 0) {
          int part = spread.parts().get(priority.ordinal()).get(index);
          sum += source.demand().of(priority) * part / 10_000;
        }
      }
    }
    return sum;
  }

  private static Spread spread(Spill spill, String source) {
    return Objects.requireNonNull(spill.row().spreads().get(source));
  }

  private static Spill pour(List<RegionLoad> regions, String... lost) {
    return Waterfall.pour(regions, set(lost), POLICY);
  }

  private static SortedSet<String> set(String... names) {
    return new TreeSet<>(List.of(names));
  }

  private static FailoverPolicy with(SortedMap<String, List<List<String>>> rings) {
    return new FailoverPolicy(
        8_500, false, 0, 0, FailoverPolicy.Hold.DEFAULT, rings, FailoverPolicy.Homes.DEFAULT);
  }

  private static RegionLoad region(String name, long capacity, long... demand) {
    return new RegionLoad(name, capacity, 0, 1, AdminState.ACTIVE, Demand.of(demand));
  }

  /** A world and who is lost in it. */
  record Case(List<RegionLoad> regions, SortedSet<String> lost, FailoverPolicy policy) {
    /** With {@code fits} everybody's capacity is known, within the cap, and one ring holds all. */
    static Case of(int seed, boolean fits) {
      SplittableRandom random = new SplittableRandom(seed);
      int count = random.nextInt(2, 9);
      int cap = random.nextInt(5_000, 10_001);
      List<RegionLoad> regions = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        regions.add(region(random, "r" + i, cap, fits));
      }
      SortedSet<String> lost = new TreeSet<>();
      int many = random.nextInt(1, Math.min(4, count + 1));
      while (lost.size() < many) {
        lost.add("r" + random.nextInt(count));
      }
      SortedMap<String, List<List<String>>> rings =
          fits || random.nextBoolean() ? new TreeMap<>() : rings(random, count);
      return new Case(
          regions,
          lost,
          new FailoverPolicy(
              cap, false, 0, 0, FailoverPolicy.Hold.DEFAULT, rings, FailoverPolicy.Homes.DEFAULT));
    }

    private static RegionLoad region(SplittableRandom random, String name, int cap, boolean fits) {
      long capacity = random.nextInt(10) == 0 && !fits ? 0 : random.nextLong(1, 100_000);
      long most = fits ? capacity * cap / 10_000 : Math.max(1_000, capacity * 12 / 10);
      long[] demand = new long[4];
      for (int p = 0; p < 4; p++) {
        demand[p] = random.nextInt(4) == 0 ? 0 : random.nextLong(0, most / 4 + 1);
      }
      AdminState state = random.nextInt(8) == 0 ? AdminState.CORDONED : AdminState.ACTIVE;
      return new RegionLoad(name, capacity, 0, random.nextLong(1, 5), state, Demand.of(demand));
    }

    private static SortedMap<String, List<List<String>>> rings(SplittableRandom random, int count) {
      SortedMap<String, List<List<String>>> rings = new TreeMap<>();
      for (int i = 0; i < count; i++) {
        List<List<String>> order = new ArrayList<>();
        for (int ring = 0; ring < 2; ring++) {
          List<String> members = new ArrayList<>();
          for (int j = 0; j < count; j++) {
            if (random.nextInt(3) == 0) {
              members.add("r" + j);
            }
          }
          order.add(members);
        }
        rings.put("r" + i, order);
      }
      return rings;
    }

    boolean mayGo(String source, String to) {
      List<List<String>> order = policy.rings().get(source);
      return order == null || order.stream().anyMatch(ring -> ring.contains(to));
    }

    long totalDemand() {
      return regions.stream().mapToLong(region -> region.demand().total()).sum();
    }
  }
}
