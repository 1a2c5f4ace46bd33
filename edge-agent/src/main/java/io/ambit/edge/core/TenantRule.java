package io.ambit.edge.core;

import io.ambit.model.Enforcement;
import io.ambit.model.OnNoBackend;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One tenant as the gate needs it; all its limits debit together or not at all.
 *
 * @param home null if its writes belong anywhere
 */
public record TenantRule(
    Enforcement enforcement,
    OnNoBackend onNoBackend,
    List<LimitRule> limits,
    @Nullable HomeRule home) {
  public TenantRule {
    limits = List.copyOf(limits);
  }

  /** A tenant whose writes belong anywhere. */
  public TenantRule(Enforcement enforcement, OnNoBackend onNoBackend, List<LimitRule> limits) {
    this(enforcement, onNoBackend, limits, null);
  }

  /** A tenant whose requests are shed while no backend is healthy. */
  public TenantRule(Enforcement enforcement, List<LimitRule> limits) {
    this(enforcement, OnNoBackend.SHED, limits);
  }
}
