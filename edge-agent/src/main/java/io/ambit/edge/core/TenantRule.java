package io.ambit.edge.core;

import io.ambit.model.Enforcement;
import io.ambit.model.OnNoBackend;
import java.util.List;

/** One tenant as the gate needs it; all its limits debit together or not at all. */
public record TenantRule(Enforcement enforcement, OnNoBackend onNoBackend, List<LimitRule> limits) {
  public TenantRule {
    limits = List.copyOf(limits);
  }

  /** A tenant whose requests are shed while no backend is healthy. */
  public TenantRule(Enforcement enforcement, List<LimitRule> limits) {
    this(enforcement, OnNoBackend.SHED, limits);
  }
}
