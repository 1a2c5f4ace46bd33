package io.ambit.global.door.http;

import io.ambit.global.core.ArbiterEscrow.Balance;
import io.ambit.global.core.LossForecast;
import io.ambit.lease.Durations;
import io.ambit.lease.LeaseParent;
import io.ambit.model.Budget;
import io.ambit.model.ControlLoss;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.Period;
import io.ambit.model.PolicyRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a budget is doing. {@code usage}, {@code grants} and {@code controlLoss} are those of the
 * first limit, {@code limits} has all of them.
 *
 * @param asOf the arbiter's clock when this was put together
 * @param stalenessMillis the age of the oldest thing it rests on
 */
record BudgetStatus(
    long observedGeneration,
    List<Condition> conditions,
    @Nullable Usage usage,
    @Nullable Grants grants,
    @Nullable LossStatus controlLoss,
    List<LimitStatus> limits,
    Instant asOf,
    long stalenessMillis) {

  /** Means over about the last second, in units per second. */
  record Usage(
      BigDecimal offeredPerSecond, BigDecimal admittedPerSecond, BigDecimal shedPerSecond) {
    static Usage ofMilli(long offered, long admitted) {
      return new Usage(
          Units.of(offered), Units.of(admitted), Units.of(Math.max(0, offered - admitted)));
    }
  }

  /**
   * The most that regions may be using, in units per second.
   *
   * @param unallocated what of the limit no region has
   * @param writtenOff what lost regions may still be using and others have nevertheless: by so much
   *     the world may exceed the limit now
   */
  record Grants(
      BigDecimal total,
      SortedMap<String, BigDecimal> regions,
      BigDecimal unallocated,
      BigDecimal writtenOff) {}

  /**
   * One limit.
   *
   * @param kind {@code rate} or {@code period}
   * @param period how a period budget stands now, all tenants together; null of a rate limit
   * @param controlLoss what each control-loss mode would cost and serve; null of a period budget
   */
  record LimitStatus(
      String name,
      String kind,
      Usage usage,
      Grants grants,
      @Nullable PeriodStatus period,
      @Nullable LossStatus controlLoss) {}

  /**
   * The period now, in units.
   *
   * @param spent as far as regions have told
   * @param left not spent
   * @param held allotted to regions and not spent: what they have in stock, and what boots that are
   *     gone did not give back
   */
  record PeriodStatus(
      Instant start,
      Instant end,
      BigDecimal quota,
      BigDecimal spent,
      BigDecimal left,
      BigDecimal held) {}

  /**
   * The status of {@code record}'s budget.
   *
   * @param tenants whom it binds
   */
  static BudgetStatus of(View view, PolicyRecord record, Collection<String> tenants) {
    List<LimitStatus> limits =
        record.spec() instanceof Budget budget
            ? budget.limits().stream()
                .map(limit -> limit(view, limit, tenants, budget.onControlLoss()))
                .toList()
            : List.of();
    return new BudgetStatus(
        record.generation(),
        List.of(Condition.propagated(view, record)),
        limits.isEmpty() ? null : limits.getFirst().usage(),
        limits.isEmpty() ? null : limits.getFirst().grants(),
        limits.isEmpty() ? null : limits.getFirst().controlLoss(),
        limits,
        Instant.now(),
        view.stalenessMillis());
  }

  private static LimitStatus limit(
      View view, Limit limit, Collection<String> tenants, ControlLoss onControlLoss) {
    LeaseParent regions = view.core().regions();
    long now = view.nowNanos();
    long offered = 0;
    long admitted = 0;
    long holding = 0;
    long writtenOff = 0;
    SortedMap<String, Long> granted = new TreeMap<>();
    List<Balance> balances = new ArrayList<>();
    for (String tenant : tenants) {
      LimitKey key = new LimitKey(tenant, limit.name());
      offered += regions.offeredPerSecondMilli(now, key);
      admitted += regions.admittedPerSecondMilli(now, key);
      holding += limit.isPeriodic() ? 0 : Durations.derated(limit.rateMilli());
      writtenOff += view.core().writtenOff(key).rateMilli();
      view.core().escrow().balance(key, limit).ifPresent(balances::add);
      view.regions()
          .forEach(
              r -> granted.merge(r.node(), regions.charged(r.node(), key).rateMilli(), Long::sum));
    }
    return new LimitStatus(
        limit.name(),
        kind(limit),
        Usage.ofMilli(offered, admitted),
        grants(granted, holding, writtenOff),
        period(balances),
        loss(view, limit, tenants, onControlLoss));
  }

  /** Of the default budget, what it would be for any tenant: each has a limit of its own. */
  private static @Nullable LossStatus loss(
      View view, Limit limit, Collection<String> tenants, ControlLoss onControlLoss) {
    if (limit.isPeriodic()) {
      return null;
    }
    LeaseParent regions = view.core().regions();
    LossForecast forecast =
        tenants.size() == 1
            ? LossForecast.of(
                regions,
                view.nowNanos(),
                new LimitKey(tenants.iterator().next(), limit.name()),
                limit)
            : LossForecast.of(regions, view.nowNanos(), limit);
    return LossStatus.of(forecast, limit, onControlLoss);
  }

  static String kind(Limit limit) {
    return limit.isPeriodic() ? "period" : "rate";
  }

  static @Nullable PeriodStatus period(List<Balance> balances) {
    if (balances.isEmpty()) {
      return null;
    }
    long quota = balances.stream().mapToLong(Balance::quotaMilli).sum();
    long spent = balances.stream().mapToLong(Balance::spentMilli).sum();
    long held = balances.stream().mapToLong(Balance::heldMilli).sum();
    Period period = balances.getFirst().period();
    return new PeriodStatus(
        Instant.ofEpochSecond(period.startSeconds()),
        Instant.ofEpochSecond(period.endSeconds()),
        Units.of(quota),
        Units.of(spent),
        Units.of(Math.max(0, quota - spent)),
        Units.of(Math.max(0, held - spent)));
  }

  private static Grants grants(SortedMap<String, Long> granted, long holding, long writtenOff) {
    long total = granted.values().stream().mapToLong(Long::longValue).sum();
    SortedMap<String, BigDecimal> regions = new TreeMap<>();
    granted.forEach((region, milli) -> regions.put(region, Units.of(milli)));
    return new Grants(
        Units.of(total),
        regions,
        Units.of(Math.max(0, holding + writtenOff - total)),
        Units.of(writtenOff));
  }
}
