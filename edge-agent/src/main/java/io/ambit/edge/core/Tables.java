package io.ambit.edge.core;

import io.ambit.lease.HeldLeases;
import io.ambit.model.Budget;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Joins operator intent and leases into the table the gate decides by. */
final class Tables {
  /** Longer than any process lives, and far from the ends of a long. */
  private static final long NEVER_NANOS = 1L << 61;

  private final PolicyIntent policy;
  private final HeldLeases held;
  private final Strangers strangers;

  Tables(PolicyIntent policy, HeldLeases held, Strangers strangers) {
    this.policy = policy;
    this.held = held;
    this.strangers = strangers;
  }

  /**
   * The table now.
   *
   * @param answers whether the region answers, so that a limit without a lease waits for its first
   *     one instead of having lost it
   */
  GateTable build(long nowNanos, boolean answers, Standing standing) {
    Terms without = Terms.none(answers ? nowNanos + NEVER_NANOS : nowNanos);
    SortedMap<String, TenantRule> tenants = new TreeMap<>();
    Optional<Budget> byDefault = policy.book().defaultBudget();
    byDefault.ifPresent(
        budget ->
            strangers.names().forEach(name -> tenants.put(name, rule(name, budget, without))));
    policy
        .budgets()
        .forEach((tenant, budget) -> tenants.put(tenant, rule(tenant, budget, without)));
    return new GateTable(tenants, byDefault.isPresent(), policy.informed(), standing);
  }

  private TenantRule rule(String tenant, Budget budget, Terms without) {
    List<LimitRule> limits =
        budget.limits().stream().map(limit -> rule(tenant, budget, limit, without)).toList();
    return new TenantRule(budget.enforcement(), limits);
  }

  private LimitRule rule(String tenant, Budget budget, Limit limit, Terms without) {
    LimitKey key = new LimitKey(tenant, limit.name());
    return held.find(key)
        .map(
            lease ->
                new LimitRule(
                    key,
                    limit,
                    Terms.of(lease, budget.onControlLoss()),
                    lease.inflowMilli(),
                    lease.creditedMilli()))
        .orElse(new LimitRule(key, limit, without));
  }
}
