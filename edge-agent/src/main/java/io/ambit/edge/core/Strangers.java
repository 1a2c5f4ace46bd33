package io.ambit.edge.core;

import io.ambit.lease.Durations;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Tenants that nobody configured and that asked here, bound by the default budget. At most {@value
 * #MOST}: when they are full, those that have not asked for a minute make room, and if there are
 * none, newcomers wait. Not thread-safe.
 */
final class Strangers {
  static final int MOST = 10_000;
  static final long IDLE_NANOS = Durations.ofMillis(60_000);

  private final SortedMap<String, Long> askedNanos = new TreeMap<>();

  /** Takes a newcomer in; returns whether that changed anything. */
  boolean add(long nowNanos, String tenant) {
    if (askedNanos.containsKey(tenant)) {
      return false;
    }
    if (askedNanos.size() >= MOST) {
      askedNanos.values().removeIf(asked -> nowNanos - asked > IDLE_NANOS);
    }
    return askedNanos.size() < MOST && askedNanos.put(tenant, nowNanos) == null;
  }

  /** The tenant asked again. */
  void asked(long nowNanos, String tenant) {
    askedNanos.computeIfPresent(tenant, (same, before) -> nowNanos);
  }

  void removeIf(Predicate<String> known) {
    askedNanos.keySet().removeIf(known);
  }

  Set<String> names() {
    return Collections.unmodifiableSet(askedNanos.keySet());
  }
}
