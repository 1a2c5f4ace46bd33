package io.ambit.global.history;

import java.util.List;
import java.util.Optional;

/** Reads what tenants used. */
@FunctionalInterface
public interface UsageHistory {
  /** The tenant's samples, oldest first; empty if the store does not answer. */
  Optional<List<UsagePoint>> of(String tenant);
}
