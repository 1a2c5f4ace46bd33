package io.ambit.edge.core;

import io.ambit.edge.core.leaf.Leaves;
import io.ambit.lease.HeldLeases;
import io.ambit.model.Budget;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.PolicyBook;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Joins operator intent and leases into the table the gate decides by. */
final class Tables {
  /** Longer than any process lives, and far from the ends of a long. */
  private static final long NEVER_NANOS = 1L << 61;

  private final PolicyIntent policy;
  private final HeldLeases held;
  private final Strangers strangers;
  private final PeriodBudgets periods;
  private final Leaves leaves;
  private final String region;

  Tables(
      PolicyIntent policy,
      HeldLeases held,
      Strangers strangers,
      PeriodBudgets periods,
      Leaves leaves,
      String region) {
    this.region = region;
    this.leaves = leaves;
    this.policy = policy;
    this.held = held;
    this.strangers = strangers;
    this.periods = periods;
  }

  /**
   * The table now.
   *
   * @param answers whether the region answers, so that a limit without a lease waits for its first
   *     one instead of having lost it
   * @param writesUntilNanos until when writes of tenants that have a home may be admitted
   */
  GateTable build(long nowNanos, boolean answers, Standing standing, long writesUntilNanos) {
    Terms without = Terms.none(answers ? nowNanos + NEVER_NANOS : nowNanos);
    SortedMap<String, Budget> budgets = budgets();
    periods.bind(budgets);
    TenantRules tenants =
        TenantRules.of(budgets, (tenant, budget) -> rule(tenant, budget, without));
    boolean byDefault = policy.book().defaultBudget().isPresent();
    return new GateTable(
        tenants,
        byDefault,
        policy.informed(),
        standing,
        policy.book().spillTable(),
        writesUntilNanos);
  }

  /** The budget of every tenant here, their own or the default one. */
  private SortedMap<String, Budget> budgets() {
    SortedMap<String, Budget> budgets = new TreeMap<>();
    policy
        .book()
        .defaultBudget()
        .ifPresent(budget -> strangers.names().forEach(name -> budgets.put(name, budget)));
    budgets.putAll(policy.budgets());
    return budgets;
  }

  private TenantRule rule(String tenant, Budget budget, Terms without) {
    List<LimitRule> limits =
        budget.limits().stream().map(limit -> rule(tenant, budget, limit, without)).toList();
    return new TenantRule(budget.enforcement(), budget.onNoBackend(), limits, home(tenant));
  }

  private @Nullable HomeRule home(String tenant) {
    PolicyBook book = policy.book();
    return book.homesRevision() == 0
        ? null
        : book.home(tenant).map(home -> HomeRule.of(home, region)).orElse(null);
  }

  private LimitRule rule(String tenant, Budget budget, Limit limit, Terms without) {
    LimitKey key = new LimitKey(tenant, limit.name());
    if (limit.isPeriodic()) {
      return new LimitRule(key, limit, without, 0, 0, false, periods.terms(key));
    }
    return held.find(key)
        .map(
            lease ->
                new LimitRule(
                    key,
                    limit,
                    Terms.of(lease, budget.onControlLoss(), share -> leaves.left(tenant, share)),
                    lease.inflowMilli(),
                    lease.creditedMilli(),
                    lease.wanted(),
                    List.of()))
        .orElse(new LimitRule(key, limit, without));
  }
}
