package io.ambit.global.core;

import io.ambit.lease.Foresight;
import io.ambit.lease.Holding;
import io.ambit.lease.LeaseParent;
import io.ambit.lease.NodeStatus;
import io.ambit.model.LimitKey;
import io.ambit.model.PolicyBook;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What becomes of budgets when traffic moves, of the limits most of whose demand moves: the sharing
 * that each round does, with the demand that is to come and nobody charged for anything, so that it
 * says where things end and not how far they are. Rate limits alone; what regions have in stock of
 * period budgets follows what they spend. Pure, but for what it reads.
 *
 * @param limits at most {@value #MOST}, most moved first
 * @param others how many more limits have demand that moves
 * @param movedMilli demand that moves of all of them, in milli-units per second of whatever unit
 */
public record BudgetForecast(List<BudgetShift> limits, int others, long movedMilli) {
  /** The most limits that are told of. */
  public static final int MOST = 20;

  static final BudgetForecast NONE = new BudgetForecast(List.of(), 0, 0);

  public BudgetForecast {
    limits = List.copyOf(limits);
  }

  /**
   * The forecast.
   *
   * @param holdings every limit that is given out
   * @param change who sends how much more or less to whom
   * @param provenPerSecond see {@link Takes}
   */
  static BudgetForecast of(
      long nowNanos,
      PolicyBook book,
      LeaseParent regions,
      List<Holding> holdings,
      Departures change,
      ToLongFunction<String> provenPerSecond) {
    SortedMap<LimitKey, SortedMap<String, Long>> arriving =
        arriving(holdings, change, Departed.of(nowNanos, regions));
    if (arriving.isEmpty()) {
      return NONE;
    }
    Foresight demand =
        (region, key, reported) -> {
          SortedMap<String, Long> of = arriving.get(key);
          return Math.max(0, reported + (of == null ? 0 : of.getOrDefault(region, 0L)));
        };
    List<BudgetShift> shifts =
        Capacity.settled(book, provenPerSecond)
            .bound(
                nowNanos,
                holdings,
                regions,
                (region, key) ->
                    demand.demandMilli(region, key, regions.reportedMilli(region, key)))
            .stream()
            .filter(holding -> arriving.containsKey(holding.key()))
            .sorted(Comparator.comparing(holding -> -moved(arriving, holding.key())))
            .limit(MOST)
            .map(
                holding ->
                    new BudgetShift(
                        holding.key(),
                        moved(arriving, holding.key()),
                        charged(nowNanos, regions, holding.key()),
                        regions.settledMilli(nowNanos, holding, demand)))
            .toList();
    long moved = arriving.keySet().stream().mapToLong(key -> moved(arriving, key)).sum();
    return new BudgetForecast(shifts, arriving.size() - shifts.size(), moved);
  }

  private static SortedMap<LimitKey, SortedMap<String, Long>> arriving(
      List<Holding> holdings, Departures change, Departed departed) {
    SortedMap<LimitKey, SortedMap<String, Long>> arriving = new TreeMap<>();
    for (Holding holding : holdings) {
      LimitKey key = holding.key();
      SortedMap<String, Long> of = change.arriving(source -> departed.demandMilli(source, key));
      if (!of.isEmpty()) {
        arriving.put(key, of);
      }
    }
    return arriving;
  }

  private static long moved(SortedMap<LimitKey, SortedMap<String, Long>> arriving, LimitKey key) {
    return arriving.getOrDefault(key, new TreeMap<>()).values().stream().mapToLong(Math::abs).sum();
  }

  private static SortedMap<String, Long> charged(long nowNanos, LeaseParent regions, LimitKey key) {
    SortedMap<String, Long> charged = new TreeMap<>();
    for (NodeStatus region : regions.roster(nowNanos)) {
      charged.put(region.node(), regions.charged(region.node(), key).rateMilli());
    }
    return charged;
  }
}
