package io.ambit.edge.core;

import io.ambit.model.Enforcement;
import java.util.List;

/** One tenant as the gate needs it; all its limits debit together or not at all. */
public record TenantRule(Enforcement enforcement, List<LimitRule> limits) {
  public TenantRule {
    limits = List.copyOf(limits);
  }
}
