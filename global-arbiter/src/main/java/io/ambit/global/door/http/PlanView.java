package io.ambit.global.door.http;

import io.ambit.failover.Demand;
import io.ambit.failover.Finding;
import io.ambit.failover.RegionLoad;
import io.ambit.failover.Spill;
import io.ambit.global.core.BudgetForecast;
import io.ambit.global.core.BudgetShift;
import io.ambit.global.core.Plan;
import io.ambit.model.Priority;
import io.ambit.model.Spread;
import io.ambit.model.Words;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What would happen, as operators read it.
 *
 * @param applies whether the safety rules let it go
 * @param policyRevision the newest record of intent it rests on
 * @param spill where the traffic of drained regions goes
 * @param shedPerSecond what is turned away of all regions together, by priority
 * @param budgets what becomes of regions' shares of rate limits with it
 */
record PlanView(
    boolean applies,
    long policyRevision,
    List<RegionView> regions,
    List<SpillShare> spill,
    SortedMap<String, Long> shedPerSecond,
    List<FindingView> findings,
    BudgetsView budgets) {

  /**
   * What regions have of budgets, as it is and as it is expected to be.
   *
   * @param limits those most of whose demand moves, at most {@value BudgetForecast#MOST}, most
   *     moved first
   * @param others how many more limits have demand that moves
   */
  record BudgetsView(List<LimitView> limits, int others) {
    static BudgetsView of(BudgetForecast forecast) {
      return new BudgetsView(
          forecast.limits().stream().map(LimitView::of).toList(), forecast.others());
    }
  }

  /**
   * One limit of one tenant, in its units per second.
   *
   * @param movedPerSecond how much demand goes to other regions than now
   * @param grantsBefore the most that each region may be using now
   * @param grantsAfter what each is given once all of it has moved; a drained region's edges are
   *     asked first and debit what they send on, so it keeps what that takes
   */
  record LimitView(
      String tenant,
      String limit,
      BigDecimal movedPerSecond,
      SortedMap<String, BigDecimal> grantsBefore,
      SortedMap<String, BigDecimal> grantsAfter) {
    static LimitView of(BudgetShift shift) {
      return new LimitView(
          shift.key().tenant(),
          shift.key().limit(),
          Units.of(shift.movedMilli()),
          units(shift.beforeMilli()),
          units(shift.afterMilli()));
    }

    private static SortedMap<String, BigDecimal> units(SortedMap<String, Long> milli) {
      SortedMap<String, BigDecimal> units = new TreeMap<>();
      milli.forEach((region, each) -> units.put(region, Units.of(each)));
      return units;
    }
  }

  /**
   * One region.
   *
   * @param utilizationBefore what its own users ask of what it can take; null if nobody declared
   *     that
   * @param utilizationAfter the same of what it then serves, others' requests among it
   */
  record RegionView(
      String name,
      String adminState,
      long capacityPerSecond,
      long offeredPerSecond,
      long servedPerSecond,
      @Nullable Double utilizationBefore,
      @Nullable Double utilizationAfter,
      SortedMap<String, Long> shedPerSecond) {}

  /** Where one region's requests of one priority go. */
  record SpillShare(
      String from,
      String priority,
      SortedMap<String, Integer> toPerTenThousand,
      int shedPerTenThousand) {}

  /** What a rule says. */
  record FindingView(String rule, boolean blocks, String message) {
    static FindingView of(Finding finding) {
      return new FindingView(
          Words.of(finding.rule()).replace('_', '-'), finding.blocks(), finding.message());
    }
  }

  static PlanView of(Plan plan) {
    Spill spill = plan.spill();
    return new PlanView(
        plan.passes(),
        plan.revision(),
        plan.regions().stream().map(region -> region(region, spill)).toList(),
        spill == null ? List.of() : shares(spill),
        byPriority(spill == null ? Demand.NONE : spill.totalShed()),
        plan.findings().stream().map(FindingView::of).toList(),
        BudgetsView.of(plan.budgets()));
  }

  private static RegionView region(RegionLoad region, @Nullable Spill spill) {
    long offered = region.demand().total();
    Demand after = spill == null ? region.demand() : spill.after(region.name());
    Demand shed = spill == null ? Demand.NONE : spill.shed(region.name());
    long served = after.total();
    return new RegionView(
        region.name(),
        Words.of(region.adminState()),
        region.capacityPerSecond(),
        offered,
        served,
        ratio(offered, region.capacityPerSecond()),
        ratio(served, region.capacityPerSecond()),
        byPriority(shed));
  }

  private static @Nullable Double ratio(long part, long whole) {
    return whole == 0 ? null : Math.round(1_000.0 * part / whole) / 1_000.0;
  }

  private static SortedMap<String, Long> byPriority(Demand demand) {
    SortedMap<String, Long> each = new TreeMap<>();
    for (Priority priority : Priority.values()) {
      each.put(Words.of(priority), demand.of(priority));
    }
    return each;
  }

  private static List<SpillShare> shares(Spill spill) {
    List<SpillShare> shares = new ArrayList<>();
    spill
        .row()
        .spreads()
        .forEach(
            (from, spread) -> {
              for (Priority priority : Priority.values()) {
                shares.add(share(from, spread, priority));
              }
            });
    return shares;
  }

  private static SpillShare share(String from, Spread spread, Priority priority) {
    SortedMap<String, Integer> to = new TreeMap<>();
    for (int i = 0; i < spread.receivers().size(); i++) {
      to.put(spread.receivers().get(i), spread.parts().get(priority.ordinal()).get(i));
    }
    return new SpillShare(from, Words.of(priority), to, spread.shed(priority));
  }
}
