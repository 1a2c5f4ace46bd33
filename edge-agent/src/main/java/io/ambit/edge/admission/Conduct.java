package io.ambit.edge.admission;

import io.ambit.edge.core.HomeRule;
import io.ambit.edge.core.TenantRule;
import io.ambit.model.Enforcement;
import io.ambit.model.OnNoBackend;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the gate deals with a tenant apart from its limits. Most tenants are dealt with alike, and
 * share one.
 *
 * @param home where writes belong; null if anywhere
 */
record Conduct(Enforcement enforcement, OnNoBackend onNoBackend, @Nullable HomeRule home) {

  static Conduct of(TenantRule rule) {
    return new Conduct(rule.enforcement(), rule.onNoBackend(), rule.home());
  }

  /** Whether it is what {@code rule} says. */
  boolean fits(TenantRule rule) {
    return enforcement == rule.enforcement()
        && onNoBackend == rule.onNoBackend()
        && Objects.equals(home, rule.home());
  }

  boolean enforces() {
    return enforcement == Enforcement.ENFORCE;
  }
}
