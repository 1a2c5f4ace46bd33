package io.ambit.global.core;

import io.ambit.model.LimitKey;
import io.ambit.usage.Usage;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tenants nobody configured, as regions count demand for them. One without demand for a minute is
 * forgotten; past {@value ArbiterCore#MAX_TENANTS} no more are taken in. Not thread-safe.
 */
final class Newcomers {
  private static final long IDLE_NANOS = 60_000_000_000L;

  private final SortedMap<String, Long> seenNanos = new TreeMap<>();

  /** Takes growth of counters in; returns whether there is anybody new. */
  boolean see(long nowNanos, List<Usage> growth) {
    boolean news = false;
    for (Usage usage : growth) {
      LimitKey key = usage.key();
      if (usage.offeredMilli() > 0 && hasRoomFor(key.tenant())) {
        news |= seenNanos.put(key.tenant(), nowNanos) == null;
      }
    }
    return news;
  }

  /** Forgets who is idle; returns whether anybody was. */
  boolean forgetIdle(long nowNanos) {
    return seenNanos.values().removeIf(seen -> nowNanos - seen > IDLE_NANOS);
  }

  /** Everybody with demand in the last minute, configured or not. */
  SortedSet<String> tenants() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(seenNanos.keySet()));
  }

  private boolean hasRoomFor(String tenant) {
    return seenNanos.containsKey(tenant) || seenNanos.size() < ArbiterCore.MAX_TENANTS;
  }
}
