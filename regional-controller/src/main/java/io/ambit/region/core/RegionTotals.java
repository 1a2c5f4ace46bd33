package io.ambit.region.core;

import io.ambit.model.LimitKey;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The region's own cumulative counters since its boot: what its edges' counters grew by. Counting
 * growth keeps them right over restarts of edges. Not thread-safe.
 */
final class RegionTotals {
  private final SortedMap<LimitKey, Usage> totals = new TreeMap<>();
  private final SortedSet<LimitKey> changed = new TreeSet<>();

  void add(List<Usage> growth) {
    for (Usage each : growth) {
      if (each.offeredMilli() > 0 || each.admittedMilli() > 0) {
        Usage used = new Usage(each.key(), each.offeredMilli(), each.admittedMilli());
        totals.merge(each.key(), used, RegionTotals::sum);
        changed.add(each.key());
      }
    }
  }

  /** What changed since the last call. */
  List<Usage> takeChanged() {
    List<Usage> usage = new ArrayList<>();
    changed.forEach(key -> usage.add(totals.getOrDefault(key, new Usage(key, 0, 0))));
    changed.clear();
    return usage;
  }

  /** All of it. */
  List<Usage> all() {
    changed.clear();
    return List.copyOf(totals.values());
  }

  SortedMap<LimitKey, Usage> view() {
    return Collections.unmodifiableSortedMap(totals);
  }

  /** The region itself gave so much back to the level above since its boot. */
  void returned(LimitKey key, long milli) {
    Usage known = totals.getOrDefault(key, new Usage(key, 0, 0));
    if (milli > known.returnedMilli()) {
      totals.put(key, new Usage(key, known.offeredMilli(), known.admittedMilli(), milli));
      changed.add(key);
    }
  }

  private static Usage sum(Usage a, Usage b) {
    return new Usage(
        a.key(),
        a.offeredMilli() + b.offeredMilli(),
        a.admittedMilli() + b.admittedMilli(),
        a.returnedMilli() + b.returnedMilli());
  }
}
