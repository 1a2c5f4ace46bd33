package io.ambit.global.core;

import static io.ambit.global.core.Scene.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ambit.failover.Demand;
import io.ambit.failover.Proposal;
import io.ambit.failover.Proposal.Kind;
import io.ambit.failover.Traffic;
import io.ambit.global.core.Command.Change;
import io.ambit.lease.Foresight;
import io.ambit.lease.Grants;
import io.ambit.lease.LeaseGrant;
import io.ambit.model.Budget;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicySpec;
import io.ambit.model.RegionDeclaration;
import io.ambit.model.RegionDeclaration.AdminState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Budgets follow traffic in the step in which the table that moves it is read. */
final class BudgetMovesTest {
  private static final long LIMIT = 1_000;
  private static final long ALL = 999_000;
  private static final LimitKey ACME = new LimitKey("acme", "requests");

  private final Scene scene = Scene.leading();
  private final SortedMap<String, Region> regions = new TreeMap<>();
  private int taken;

  /** A region that reports every 100 ms, and acknowledges a grant with the report after it. */
  private final class Region {
    final String name;
    final ReportingRegion reporting;
    final SortedMap<LimitKey, Long> demand = new TreeMap<>();
    boolean cut;

    Region(String name) {
      this.name = name;
      this.reporting = new ReportingRegion(name);
    }

    void report() {
      demand.forEach((key, each) -> reporting.offer(key, each * Limit.MILLI / 10));
      if (!cut) {
        scene.give(new ArbiterInput.Reported(reporting.report(scene.nowNanos())));
      }
    }

    void tell() {
      if (!cut) {
        long all = demand.values().stream().mapToLong(Long::longValue).sum();
        Demand asked = Demand.of(0, all, 0, 0);
        scene.give(new ArbiterInput.TrafficTold(new Traffic(name, asked, 0, 100, 0, 2, 2)));
      }
    }

    void receive(Grants grants) {
      if (!cut) {
        reporting.receive(grants);
      }
    }
  }

  @Test
  void sharesMoveInTheStepInWhichTheTableIsRead() {
    threeRegions();
    long eu = given("eu");
    long us = given("us");
    List<Grants> grants = evacuate("eu");

    assertThat(rate(grants, "eu")).as("a shrink, in that very step").isLessThan(eu - 200_000);
    live(200);
    assertThat(given("us")).as("nothing of it has arrived yet").isGreaterThan(us + 100_000);
    assertThat(given("ap")).isCloseTo(given("us"), within(10_000L));
  }

  @Test
  void byWhatIsReportedAloneNothingMovesUntilItHasArrived() {
    threeRegions();
    scene.core.regions().foresee(Foresight.NONE);
    long us = given("us");
    evacuate("eu");
    live(1_000);

    assertThat(given("us")).isCloseTo(us, within(10_000L));
  }

  @Test
  void whatHasArrivedIsNotCountedTwice() {
    threeRegions();
    evacuate("eu");
    region("eu").demand.put(ACME, 0L);
    region("us").demand.put(ACME, 400L);
    region("ap").demand.put(ACME, 400L);
    for (int step = 0; step < 40; step++) {
      live(100);
      assertThat(scene.core.regions().demandMilli("us", ACME))
          .as("step %d", step)
          .isBetween(380_000L, 420_000L);
    }
    assertThat(given("us")).isCloseTo(given("ap"), within(10_000L)).isGreaterThan(450_000);
  }

  @Test
  void whatDoesNotArriveIsForgottenAfterThreeSeconds() {
    threeRegions();
    long before = given("us");
    evacuate("eu");
    live(900);
    assertThat(scene.core.regions().demandMilli("us", ACME)).isCloseTo(400_000, within(5_000L));
    live(1_000);
    assertThat(scene.core.regions().demandMilli("us", ACME)).isBetween(200_000L, 300_000L);
    live(1_200);

    assertThat(scene.core.regions().demandMilli("us", ACME)).isCloseTo(100_000, within(5_000L));
    assertThat(given("us")).isCloseTo(before, within(10_000L));
  }

  @Test
  void whatIsCalledBackIsNotExpectedAnyMore() {
    threeRegions();
    evacuate("eu");
    live(400);
    shift(new Proposal(Kind.RESTORE, "eu", false, false));
    live(400);

    assertThat(away("eu")).isEqualTo(9_900);
    assertThat(scene.core.regions().demandMilli("us", ACME)).isCloseTo(100_000, within(5_000L));
  }

  @Test
  void aDrainInStepsMovesSharesInSteps() {
    threeRegions();
    shift(new Proposal(Kind.DRAIN, "eu", false, false));
    live(500);
    assertThat(away("eu")).isEqualTo(100);
    live(10_000);
    assertThat(away("eu")).isEqualTo(2_500);
    assertThat(follow().movedMilli()).isCloseTo(600_000 / 5, within(10_000L));
  }

  @Test
  void neverMoreIsChargedThanTheLimitWhoeverIsLost() {
    threeRegions();
    region("eu").cut = true;
    live(2_000);
    evacuate("eu");
    region("us").demand.put(ACME, 2_000L);
    for (int step = 0; step < 300; step++) {
      live(100);
      assertThat(scene.core.regions().outstanding(ACME).rateMilli())
          .as("step %d", step)
          .isLessThanOrEqualTo(ALL);
    }
    assertThat(given("us") + given("ap")).as("its leases have ended").isGreaterThan(900_000);
  }

  @Test
  void theTimelineSaysWhenBudgetsFollowedAndByWhichTable() {
    threeRegions();
    evacuate("eu");
    long table = scene.core.policy().live(PolicyKey.SPILL_TABLE).orElseThrow().revision();
    live(1_000);

    BudgetFollow follow = follow();
    assertThat(follow.phase()).isEqualTo(BudgetFollow.Phase.FOLLOWED);
    assertThat(follow.tableRevision()).isEqualTo(table);
    assertThat(follow.afterMillis()).isBetween(1L, 400L);
    assertThat(move().timeline())
        .filteredOn(event -> event.what().equals("budget followed"))
        .singleElement()
        .extracting(Move.Event::detail)
        .asString()
        .contains("by table " + table, "600/s");
    assertThat(move().step().what()).isEqualTo("done");
  }

  @Test
  void ofALostRegionBudgetsFollowOnceItsLeasesHaveEnded() {
    threeRegions();
    region("eu").cut = true;
    live(2_000);
    evacuate("eu");
    region("us").demand.put(ACME, 400L);
    region("ap").demand.put(ACME, 400L);
    live(20_000);
    assertThat(follow().phase()).isEqualTo(BudgetFollow.Phase.FOLLOWING);
    assertThat(follow().missingMilli()).isGreaterThan(300_000);
    live(6_000);

    assertThat(follow().phase()).isEqualTo(BudgetFollow.Phase.FOLLOWED);
    assertThat(follow().afterMillis()).isBetween(20_000L, 25_000L);
  }

  @Test
  void usersOfARegionThatIsSilentForLongAreCountedWhereTheyAre() {
    threeRegions();
    region("eu").cut = true;
    live(6_000);
    evacuate("eu");
    live(200);

    assertThat(scene.core.regions().demandMilli("us", ACME)).isCloseTo(100_000, within(5_000L));
    assertThat(move().budget()).isNull();
  }

  @Test
  void aPlanForetellsWhatTheTableThenBrings() {
    threeRegions();
    put(PolicyKey.budget("idle"), Budget.of(Limit.perSecond("requests", 100, 10)));
    live(1_000);
    Proposal drain = new Proposal(Kind.EVACUATE, "eu", false, false);
    BudgetForecast forecast = scene.core.plan(scene.nowNanos(), drain).budgets();

    assertThat(forecast.others()).isZero();
    BudgetShift acme = forecast.limits().getFirst();
    assertThat(forecast.limits()).as("of idle nothing moves").hasSize(1);
    assertThat(acme.key()).isEqualTo(ACME);
    assertThat(acme.movedMilli()).isCloseTo(600_000, within(5_000L));
    assertThat(acme.beforeMilli()).containsEntry("eu", 707_791L).containsEntry("us", 145_604L);
    assertThat(acme.afterMilli()).containsEntry("eu", 333_000L).containsEntry("us", 333_000L);
    evacuate("eu");
    live(500);
    acme.afterMilli()
        .forEach((region, milli) -> assertThat(given(region)).isCloseTo(milli, within(20_000L)));
  }

  @Test
  void aPlanToRestoreForetellsWhatComesBack() {
    threeRegions();
    evacuate("eu");
    region("us").demand.put(ACME, 400L);
    region("ap").demand.put(ACME, 400L);
    live(10_000);
    Proposal back = new Proposal(Kind.RESTORE, "eu", false, false);
    BudgetShift acme = scene.core.plan(scene.nowNanos(), back).budgets().limits().getFirst();

    assertThat(acme.afterMilli().get("eu")).isGreaterThan(given("eu") + 150_000);
    assertThat(acme.afterMilli().get("us")).isLessThan(given("us") - 50_000);
  }

  @Test
  void onlyTheLimitsThatMoveMostAreTold() {
    threeRegions();
    for (int i = 0; i < BudgetForecast.MOST + 5; i++) {
      put(PolicyKey.budget("t" + i), Budget.of(Limit.perSecond("requests", 100, 10)));
      region("eu").demand.put(new LimitKey("t" + i, "requests"), 10L + i);
    }
    live(5_000);
    BudgetForecast forecast =
        scene.core.plan(scene.nowNanos(), new Proposal(Kind.EVACUATE, "eu", false, true)).budgets();

    assertThat(forecast.limits()).hasSize(BudgetForecast.MOST);
    assertThat(forecast.others()).isEqualTo(6);
    assertThat(forecast.limits())
        .extracting(BudgetShift::movedMilli)
        .isSortedAccordingTo((a, b) -> Long.compare(b, a));
  }

  /** Of a limit of 1,000, eu asks for 600 and the others for 100 each. */
  private void threeRegions() {
    for (String name : List.of("ap", "eu", "us")) {
      put(PolicyKey.region(name), new RegionDeclaration(3_000, 1, AdminState.ACTIVE));
      region(name).demand.put(ACME, name.equals("eu") ? 600L : 100L);
    }
    put(PolicyKey.budget("acme"), Budget.of(Limit.perSecond("requests", LIMIT, 100)));
    live(10_000);
    assertThat(given("eu")).isGreaterThan(600_000);
  }

  private Region region(String name) {
    return regions.computeIfAbsent(name, Region::new);
  }

  private Move move() {
    return scene.core.shifts().moves().all().getFirst();
  }

  private BudgetFollow follow() {
    return Objects.requireNonNull(move().budget());
  }

  private int away(String region) {
    return scene.core.policy().spillTable().away().getOrDefault(region, 0);
  }

  private long given(String region) {
    return scene.core.regions().given(region, ACME).rateMilli();
  }

  private static long rate(List<Grants> grants, String region) {
    return grants.stream()
        .filter(each -> each.node().equals(region))
        .flatMap(each -> each.leases().stream())
        .filter(lease -> lease.key().equals(ACME))
        .map(LeaseGrant::lease)
        .findFirst()
        .orElseThrow()
        .rateMilli();
  }

  /** Returns what is given in the step in which the table is read. */
  private List<Grants> evacuate(String region) {
    shift(new Proposal(Kind.EVACUATE, region, false, false));
    while (scene.asked.isEmpty()) {
      scene.caughtUp();
      scene.pass(50);
    }
    hear();
    int before = scene.effects.size();
    scene.commit();
    assertThat(away(region)).isEqualTo(10_000);
    List<Grants> grants = new ArrayList<>();
    scene.effects.subList(before, scene.effects.size()).stream()
        .filter(ArbiterEffect.Give.class::isInstance)
        .map(ArbiterEffect.Give.class::cast)
        .forEach(give -> grants.add(give.grants()));
    return grants;
  }

  private void shift(Proposal proposal) {
    long id =
        scene.want(
            PolicyKey.region(proposal.region()), new Change.Shift(proposal, -1), NONE, false);
    scene.commitAll();
    assertThat(scene.replies.get(id)).isInstanceOf(Reply.Committed.class);
  }

  private void put(PolicyKey key, PolicySpec spec) {
    scene.want(key, new Change.Put(spec), NONE, false);
    scene.commitAll();
  }

  /** Time passes in tenths of a second. */
  private void live(long millis) {
    for (long passed = 0; passed < millis; passed += 100) {
      regions.values().forEach(Region::report);
      regions.values().forEach(Region::tell);
      scene.caughtUp();
      hear();
      for (int round = 0; round < 2; round++) {
        scene.pass(50);
        scene.commitAll();
        hear();
      }
    }
  }

  /** Regions hear what they were given since the last time. */
  private void hear() {
    for (; taken < scene.effects.size(); taken++) {
      if (scene.effects.get(taken) instanceof ArbiterEffect.Give give) {
        region(give.grants().node()).receive(give.grants());
      }
    }
  }
}
