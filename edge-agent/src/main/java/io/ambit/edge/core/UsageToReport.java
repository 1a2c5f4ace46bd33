package io.ambit.edge.core;

import io.ambit.lease.Durations;
import io.ambit.model.LimitKey;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The newest counters of every limit in the table, and which of them the region must still be told,
 * longest waiting first. Not thread-safe.
 */
final class UsageToReport {
  /** The most limits in one report, so that it fits into a record however many there are. */
  static final int MOST_PER_REPORT = 4_000;

  /** A limit of which nothing was refused for so long has run short when something is. */
  private static final long PLENTY_NANOS = Durations.ofMillis(1_000);

  private final SortedMap<LimitKey, Usage> newest = new TreeMap<>();
  private final SortedMap<LimitKey, Long> refusedNanos = new TreeMap<>();
  private final Set<LimitKey> waiting = new LinkedHashSet<>();

  /** Takes what changed; returns whether a limit has run short, which is to be told at once. */
  boolean read(long nowNanos, List<Usage> changed) {
    boolean ranShort = false;
    for (Usage usage : changed) {
      Usage before = newest.put(usage.key(), usage);
      waiting.add(usage.key());
      if (before != null && refused(usage) > refused(before)) {
        Long last = refusedNanos.put(usage.key(), nowNanos);
        ranShort |= last == null || nowNanos - last > PLENTY_NANOS;
      }
    }
    return ranShort;
  }

  private static long refused(Usage usage) {
    return usage.offeredMilli() - usage.admittedMilli();
  }

  /** Counts {@code keys} and nothing else from now on; a new one is told with its next report. */
  void retain(Set<LimitKey> keys) {
    newest.keySet().retainAll(keys);
    refusedNanos.keySet().retainAll(keys);
    waiting.retainAll(keys);
    for (LimitKey key : keys) {
      if (newest.putIfAbsent(key, new Usage(key, 0, 0)) == null) {
        waiting.add(key);
      }
    }
  }

  /** What the next report carries: what changed, or everything if {@code all}. */
  List<Usage> next(boolean all) {
    if (all) {
      waiting.addAll(newest.keySet());
    }
    List<Usage> usage = new ArrayList<>();
    Iterator<LimitKey> keys = waiting.iterator();
    while (keys.hasNext() && usage.size() < MOST_PER_REPORT) {
      Usage each = newest.get(keys.next());
      if (each != null) {
        usage.add(each);
      }
      keys.remove();
    }
    return usage;
  }
}
