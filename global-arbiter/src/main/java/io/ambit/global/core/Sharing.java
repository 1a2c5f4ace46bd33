package io.ambit.global.core;

import io.ambit.lease.ClaimTerms;
import io.ambit.lease.Durations;
import io.ambit.lease.Holding;
import io.ambit.lease.Ladder;
import io.ambit.lease.LeaseTimes;
import io.ambit.lease.Rung;
import io.ambit.lease.Share;
import io.ambit.model.Budget;
import io.ambit.model.ControlLoss;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.RegionBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * What there is to give to regions: every limit of every tenant, as operator intent says. The rate
 * is derated so that regions whose clocks run fast still keep within it. Pure.
 */
final class Sharing {
  /** The part of a rate that regions keep when nobody renews their lease: one in a hundred. */
  private static final long FLOOR_RATE_DIVISOR = 100;

  private static final long FLOOR_BURST_DIVISOR = 4;

  /**
   * How many limits are given out at once: what fits into one record, however long the names. Past
   * that, only tenants that ask are given anything; others have to ask first.
   */
  static final int MOST_GIVEN = 5_000;

  /** The arbiter holds its budgets from the operator, without end. */
  private static final long FOREVER_NANOS = Long.MAX_VALUE / 4;

  private Sharing() {}

  /**
   * Holdings of every configured tenant, and under the default budget of every newcomer; at most
   * {@value #MOST_GIVEN}.
   *
   * @param book read again whenever a region's terms are asked for
   * @param active who had demand lately, configured or not
   */
  static List<Holding> holdings(PolicyBook book, SortedSet<String> active) {
    List<Holding> all = all(book, active);
    return all.size() <= MOST_GIVEN
        ? all
        : all.stream()
            .filter(holding -> active.contains(holding.key().tenant()))
            .limit(MOST_GIVEN)
            .toList();
  }

  private static List<Holding> all(PolicyBook book, SortedSet<String> active) {
    List<Holding> holdings = new ArrayList<>();
    for (PolicyRecord record : book.records()) {
      if (record.key().kind() == PolicyKey.Kind.BUDGET && record.spec() instanceof Budget budget) {
        add(holdings, book, record.key().name(), budget);
      }
    }
    book.defaultBudget()
        .ifPresent(
            budget ->
                active.stream()
                    .filter(tenant -> book.budget(tenant).isEmpty())
                    .forEach(tenant -> add(holdings, book, tenant, budget)));
    return holdings;
  }

  private static void add(List<Holding> holdings, PolicyBook book, String tenant, Budget budget) {
    for (Limit limit : budget.limits()) {
      if (!limit.isPeriodic()) {
        holdings.add(holding(book, tenant, limit, budget.onControlLoss()));
      }
    }
  }

  private static Holding holding(
      PolicyBook book, String tenant, Limit limit, ControlLoss onControlLoss) {
    long ttlMillis = LeaseTimes.REGION.ttlMillis();
    long guaranteed = limit.regions().values().stream().mapToLong(RegionBounds::guaranteed).sum();
    return Holding.ofRoot(
            new LimitKey(tenant, limit.name()),
            lease(limit),
            onControlLoss.mode() == ControlLoss.Mode.CLOSED ? Share.NONE : floor(limit),
            new Holding.Times(FOREVER_NANOS, ttlMillis, ttlMillis + onControlLoss.graceMillis()),
            region -> terms(book, limit, region))
        .by(new Ladder(onControlLoss.mode(), beyond(limit, onControlLoss), Rung.LEASE))
        .guaranteeing(limit.perSecondMilli(guaranteed));
  }

  /** What {@code safe(k)} adds to the limit for those that have lost their parent: k − 1 of it. */
  static Share beyond(Limit limit, ControlLoss onControlLoss) {
    if (onControlLoss.mode() != ControlLoss.Mode.SAFE) {
      return Share.NONE;
    }
    long more = onControlLoss.safeFactorMilli() - Limit.MILLI;
    return new Share(
        Math.min(Share.MAX_MILLI, lease(limit).rateMilli() * more / Limit.MILLI),
        Math.min(Share.MAX_MILLI, limit.burst() * more / Limit.MILLI * Limit.MILLI));
  }

  /** All that may be given of a limit. */
  static Share lease(Limit limit) {
    return new Share(Durations.derated(limit.perSecondMilli(limit.most())), limit.depthMilli());
  }

  private static Share floor(Limit limit) {
    return new Share(
        lease(limit).rateMilli() / FLOOR_RATE_DIVISOR,
        limit.burst() / FLOOR_BURST_DIVISOR * Limit.MILLI);
  }

  private static ClaimTerms terms(PolicyBook book, Limit limit, String region) {
    RegionBounds bounds = limit.boundsIn(region);
    // The whole quota bounds nothing: bursts may go beyond what a second brings.
    long ceiling =
        bounds.most() < limit.quota() ? limit.perSecondMilli(bounds.most()) : Long.MAX_VALUE;
    return new ClaimTerms(
        book.region(region).weight(),
        limit.perSecondMilli(bounds.guaranteed()),
        limit.perSecondMilli(bounds.reserved()),
        ceiling,
        false);
  }
}
