package io.ambit.edge.admission;

import static io.ambit.edge.admission.Rules.REQUESTS;
import static io.ambit.edge.admission.Rules.SECOND;
import static io.ambit.edge.admission.Rules.rule;
import static io.ambit.edge.admission.Rules.table;
import static io.ambit.edge.admission.Rules.terms;
import static io.ambit.edge.admission.Rules.without;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.edge.core.GateTable;
import io.ambit.edge.core.LimitRule;
import io.ambit.edge.core.TenantRule;
import io.ambit.edge.core.Terms;
import io.ambit.lease.Share;
import io.ambit.model.Enforcement;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.OnNoBackend;
import io.ambit.usage.Usage;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final LimitKey BYTES = new LimitKey("acme", "bytes");

  private final Gate gate = new Gate();

  @Test
  void aRequestGoesWhileThereAreTokensAndIsToldTheLimitOnceThereAreNone() {
    gate.publish(0, table(Enforcement.ENFORCE, rule("requests", terms(10_000, 10_000))));

    assertThat(gate.decide("acme", 10, SECOND).verdict()).isEqualTo(Verdict.ADMIT);
    Ruling refused = gate.decide("acme", 1, SECOND);

    assertThat(refused.verdict()).isEqualTo(Verdict.SHED);
    assertThat(refused.reason()).isEqualTo(Reason.OVER_BUDGET);
    assertThat(refused.refusing()).isNotNull().extracting(Bucket::key).isEqualTo(REQUESTS);
    assertThat(refused.waitNanos(1_000, SECOND)).isEqualTo(SECOND / 10);
  }

  @Test
  void allLimitsDebitOrNone() {
    gate.publish(
        0,
        table(
            Enforcement.ENFORCE,
            rule("requests", terms(100_000, 100_000)),
            rule("bytes", terms(5_000, 5_000))));

    Ruling refused = gate.decide("acme", 6, SECOND);
    Ruling admitted = gate.decide("acme", 5, SECOND);

    assertThat(refused.narrowest(SECOND)).isSameAs(refused.limits().get(1));
    assertThat(admitted.verdict()).isEqualTo(Verdict.ADMIT);
    assertThat(admitted.limits().get(0).remaining(SECOND)).isEqualTo(95);
    assertThat(admitted.limits().get(1).remaining(SECOND)).isZero();
  }

  @Test
  void anAdmittedRequestIsToldItsTightestLimit() {
    gate.publish(
        0,
        table(
            Enforcement.ENFORCE,
            rule("requests", terms(100_000, 100_000)),
            rule("bytes", terms(5_000, 5_000))));

    Bucket tightest = gate.decide("acme", 1, SECOND).narrowest(SECOND);

    assertThat(tightest).isNotNull().extracting(Bucket::key).isEqualTo(BYTES);
  }

  @Test
  void shadowRefusesNothingAndSaysWhatItWouldHave() {
    gate.publish(0, table(Enforcement.SHADOW, rule("requests", terms(2_000, 2_000))));

    Ruling within = gate.decide("acme", 2, SECOND);
    Ruling over = gate.decide("acme", 1, SECOND);

    assertThat(within.reason()).isEqualTo(Reason.OK);
    assertThat(over.verdict()).isEqualTo(Verdict.ADMIT);
    assertThat(over.reason()).isEqualTo(Reason.OVER_BUDGET);
    assertThat(over.waitNanos(1_000, SECOND)).isZero();
    assertThat(gate.readUsage(SECOND)).containsExactly(new Usage(REQUESTS, 3_000, 3_000));
  }

  @Test
  void withoutItsLeaseATenantIsToldThatControlIsLost() {
    Share floor = new Share(1_000, 1_000);
    gate.publish(
        0,
        table(
            Enforcement.ENFORCE,
            rule("requests", new Terms(new Share(10_000, 10_000), floor, SECOND))));

    assertThat(gate.decide("acme", 1, 2 * SECOND).reason()).isEqualTo(Reason.OK);
    assertThat(gate.decide("acme", 1, 2 * SECOND).reason()).isEqualTo(Reason.CONTROL_LOSS);
  }

  @Test
  void whoIsNotListedIsUnknownOnlyToAnEdgeThatKnowsWhoIs() {
    assertThat(gate.decide("acme", 1, 0).reason()).isEqualTo(Reason.CONTROL_LOSS);

    gate.publish(0, without(false, true));

    assertThat(gate.decide("acme", 1, 0).reason()).isEqualTo(Reason.UNKNOWN_TENANT);
    assertThat(gate.drainStrangers()).isEmpty();
  }

  @Test
  void aStrangerIsMadeKnownOnceAndToldToComeBackSoon() {
    gate.publish(0, without(true, true));

    gate.decide("zoe", 1, 0);
    gate.decide("bob", 1, 0);
    Ruling ruling = gate.decide("zoe", 1, 0);

    assertThat(ruling.reason()).isEqualTo(Reason.OVER_BUDGET);
    assertThat(ruling.waitNanos(1_000, 0)).isBetween(1L, SECOND);
    assertThat(gate.drainStrangers()).containsExactly("bob", "zoe");
    assertThat(gate.drainStrangers()).isEmpty();
  }

  @Test
  void aFloodOfStrangersIsBounded() {
    gate.publish(0, without(true, true));

    for (int i = 0; i < 3 * Newcomers.MOST; i++) {
      gate.decide("t" + i, 1, 0);
    }

    assertThat(gate.drainStrangers()).hasSize(Newcomers.MOST);
  }

  @Test
  void usageIsToldWhenItChangesAndCountsOverTheLifeOfTheProcess() {
    gate.publish(0, table(Enforcement.ENFORCE, rule("requests", terms(2_000, 2_000))));
    assertThat(gate.readUsage(0)).containsExactly(new Usage(REQUESTS, 0, 0));
    assertThat(gate.readUsage(0)).isEmpty();
    gate.decide("acme", 2, SECOND);
    gate.decide("acme", 1, SECOND);
    assertThat(gate.readUsage(SECOND)).containsExactly(new Usage(REQUESTS, 3_000, 2_000));

    gate.publish(SECOND, without(false, true));
    gate.publish(SECOND, table(Enforcement.ENFORCE, rule("requests", terms(2_000, 2_000))));

    assertThat(gate.readUsage(SECOND)).containsExactly(new Usage(REQUESTS, 3_000, 2_000));
  }

  @Test
  void whatChangedIsToldInOrderOfKeysWhoeverAskedFirstAndWhateverComesOrGoes() {
    Random random = new Random(5);
    SortedSet<String> awake = new TreeSet<>();
    for (int tick = 1; tick <= 200; tick++) {
      SortedMap<String, TenantRule> tenants = new TreeMap<>();
      for (int i = 0; i < 40; i++) {
        if (random.nextInt(4) > 0) {
          tenants.put("t" + i, twoLimits("t" + i, random.nextBoolean()));
        }
      }
      gate.publish(tick * SECOND, new GateTable(tenants, false, true, gate.standing()));
      awake.clear();
      for (int i = 0; i < 20; i++) {
        String tenant = "t" + random.nextInt(40);
        if (gate.decide(tenant, 1, tick * SECOND).verdict() == Verdict.ADMIT) {
          awake.add(tenant);
        }
      }

      List<LimitKey> told = gate.readUsage(tick * SECOND).stream().map(Usage::key).toList();

      assertThat(told).as("tick %d", tick).isSorted().doesNotHaveDuplicates();
      assertThat(told.stream().map(LimitKey::tenant)).as("tick %d", tick).containsAll(awake);
    }
  }

  /** Listed in an order that is not that of their names. */
  private static TenantRule twoLimits(String tenant, boolean both) {
    LimitRule requests = limit(tenant, "requests");
    return new TenantRule(
        Enforcement.ENFORCE, both ? List.of(requests, limit(tenant, "bytes")) : List.of(requests));
  }

  private static LimitRule limit(String tenant, String name) {
    return new LimitRule(
        new LimitKey(tenant, name), Limit.perSecond(name, 1_000, 1_000), terms(10_000, 10_000));
  }

  @Test
  void aLimitThatBecomesAPeriodBudgetAndOneAgainCountsOn() {
    gate.publish(0, table(Enforcement.ENFORCE, rule("requests", terms(2_000, 2_000))));
    gate.decide("acme", 2, SECOND);

    gate.publish(SECOND, table(Enforcement.ENFORCE, periodic()));
    gate.decide("acme", 1, SECOND);
    assertThat(gate.readUsage(SECOND)).containsExactly(new Usage(REQUESTS, 3_000, 2_000));
    assertThat(gate.readSpent()).isEmpty();

    gate.publish(SECOND, table(Enforcement.ENFORCE, rule("requests", terms(2_000, 2_000))));
    gate.decide("acme", 1, 2 * SECOND);
    assertThat(gate.readUsage(2 * SECOND)).containsExactly(new Usage(REQUESTS, 4_000, 3_000));
  }

  /** A period budget of which nothing is here. */
  private static LimitRule periodic() {
    Limit limit =
        new Limit("requests", "requests", 1_000, 3_600, 1_000, 0, 1_000, 1, new TreeMap<>());
    return new LimitRule(REQUESTS, limit, terms(0, 0));
  }

  @Test
  void aLimitThatGoesLeavesTheOthersAsTheyAre() {
    LimitRule requests = rule("requests", terms(10_000, 10_000));
    gate.publish(0, table(Enforcement.ENFORCE, requests, rule("bytes", terms(5_000, 5_000))));
    gate.decide("acme", 4, SECOND);

    gate.publish(SECOND, table(Enforcement.ENFORCE, requests));
    assertThat(gate.decide("acme", 7, SECOND).reason()).isEqualTo(Reason.OVER_BUDGET);
    assertThat(gate.decide("acme", 6, SECOND).reason()).isEqualTo(Reason.OK);
    assertThat(gate.readUsage(SECOND)).containsExactly(new Usage(REQUESTS, 17_000, 10_000));

    gate.publish(SECOND, table(Enforcement.ENFORCE, requests, rule("bytes", terms(5_000, 5_000))));
    assertThat(gate.readUsage(SECOND))
        .as("of what comes back, all that was ever counted")
        .containsExactly(new Usage(BYTES, 4_000, 4_000));
    assertThat(gate.decide("acme", 1, SECOND).refusing())
        .as("and nothing of what there was left of it")
        .isNotNull();
  }

  @Test
  void demandNobodyCouldMeetIsNoDemand() {
    gate.publish(0, table(Enforcement.ENFORCE, rule("requests", terms(2_000, 2_000))));

    gate.decide("acme", Limit.MAX_UNITS, SECOND);

    assertThat(gate.readUsage(SECOND))
        .extracting(Usage::offeredMilli)
        .containsExactly(1_000_000L * Limit.MILLI);
  }

  @Test
  void aNewTableKeepsTokensAndTakesNewTermsOnly() {
    gate.publish(0, table(Enforcement.ENFORCE, rule("requests", terms(10_000, 10_000))));
    gate.decide("acme", 4, SECOND);

    gate.publish(SECOND, table(Enforcement.ENFORCE, rule("requests", terms(10_000, 10_000))));

    assertThat(gate.decide("acme", 7, SECOND).reason()).isEqualTo(Reason.OVER_BUDGET);
    assertThat(gate.decide("acme", 6, SECOND).reason()).isEqualTo(Reason.OK);
  }

  @Test
  void overloadIsRefusedBeforeTheBudgetAndCountsAsDemand() {
    gate.publish(0, table(Enforcement.ENFORCE, rule("requests", terms(10_000, 10_000))));

    Ruling refused = gate.decide("acme", Costs.of(100), SECOND, Ahead.OVERLOADED);

    assertThat(refused.verdict()).isEqualTo(Verdict.SHED);
    assertThat(refused.reason()).isEqualTo(Reason.OVERLOAD);
    assertThat(refused.waitNanos(1_000, SECOND)).isPositive();
    assertThat(gate.readUsage(SECOND)).containsExactly(new Usage(REQUESTS, 100_000, 0));
    assertThat(gate.decide("acme", 10, SECOND).reason()).isEqualTo(Reason.OK);
  }

  @Test
  void aRequestNobodyCanTakeGetsItsTokensOfAllLimitsBack() {
    gate.publish(
        0,
        table(
            Enforcement.ENFORCE,
            rule("requests", terms(10_000, 10_000)),
            rule("bytes", terms(10_000, 10_000))));

    Ruling refused = gate.decide("acme", Costs.of(10), SECOND, Ahead.NO_BACKEND);
    Ruling tooMuch = gate.decide("acme", Costs.of(11), SECOND, Ahead.NO_BACKEND);

    assertThat(refused.verdict()).isEqualTo(Verdict.SHED);
    assertThat(refused.reason()).isEqualTo(Reason.NO_BACKEND);
    assertThat(tooMuch.reason()).isEqualTo(Reason.OVER_BUDGET);
    assertThat(gate.decide("acme", 10, SECOND).reason()).isEqualTo(Reason.OK);
  }

  @Test
  void whoMayServeStaleIsToldToWhileNobodyCanTakeARequest() {
    SortedMap<String, TenantRule> tenants = new TreeMap<>();
    tenants.put(
        "acme",
        new TenantRule(
            Enforcement.ENFORCE,
            OnNoBackend.SERVE_STALE,
            List.of(rule("requests", terms(1_000, 1_000)))));
    gate.publish(0, new GateTable(tenants, false, true, gate.standing()));

    Ruling stale = gate.decide("acme", Costs.ONE, SECOND, Ahead.NO_BACKEND);

    assertThat(stale.verdict()).isEqualTo(Verdict.SERVE_STALE);
    assertThat(stale.waitNanos(1_000, SECOND)).isPositive();
    assertThat(gate.decide("acme", 1, SECOND).verdict()).isEqualTo(Verdict.ADMIT);
  }

  @Test
  void shadowRefusesNeitherForOverloadNorForWantOfABackend() {
    gate.publish(0, table(Enforcement.SHADOW, rule("requests", terms(2_000, 2_000))));

    Ruling overloaded = gate.decide("acme", Costs.ONE, SECOND, Ahead.OVERLOADED);
    Ruling alone = gate.decide("acme", Costs.ONE, SECOND, Ahead.NO_BACKEND);

    assertThat(overloaded.verdict()).isEqualTo(Verdict.ADMIT);
    assertThat(overloaded.reason()).isEqualTo(Reason.OVERLOAD);
    assertThat(alone.verdict()).isEqualTo(Verdict.ADMIT);
    assertThat(alone.reason()).isEqualTo(Reason.NO_BACKEND);
  }

  @Test
  void racingRefundsLoseNoTokenOfTheWiderLimit() throws Exception {
    gate.publish(
        0,
        table(
            Enforcement.ENFORCE,
            rule("requests", terms(1_000_000_000, 1_000_000_000)),
            rule("bytes", terms(500_000_000, 500_000_000))));
    LongAdder admitted = new LongAdder();
    List<Future<?>> doors = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        doors.add(threads.submit(() -> ask(200_000, admitted)));
      }
      for (Future<?> door : doors) {
        door.get();
      }
    }

    List<Bucket> limits = gate.decide("acme", 500_001, SECOND).limits();

    assertThat(admitted.sum()).isEqualTo(500_000);
    assertThat(limits.get(0).remaining(SECOND)).isEqualTo(500_000);
    assertThat(limits.get(1).remaining(SECOND)).isZero();
  }

  @Test
  void decidingAllocatesNothing() {
    gate.publish(
        0,
        table(
            Enforcement.ENFORCE,
            rule("requests", terms(1_000_000, 1_000_000)),
            rule("bytes", terms(500_000, 500_000))));
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    ask(20_000, new LongAdder());
    long before = threads.getCurrentThreadAllocatedBytes();
    LongAdder admitted = new LongAdder();
    ask(20_000, admitted);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(bytes).as("for 20,000 decisions").isLessThan(20_000);
  }

  private void ask(int times, LongAdder admitted) {
    for (int i = 0; i < times; i++) {
      if (gate.decide("acme", 1, SECOND).verdict() == Verdict.ADMIT) {
        admitted.increment();
      }
    }
  }
}
