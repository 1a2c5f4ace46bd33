package io.ambit.edge.core;

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

  private final SortedMap<LimitKey, Usage> newest = new TreeMap<>();
  private final Set<LimitKey> waiting = new LinkedHashSet<>();

  void read(List<Usage> changed) {
    for (Usage usage : changed) {
      newest.put(usage.key(), usage);
      waiting.add(usage.key());
    }
  }

  /** Counts {@code keys} and nothing else from now on; a new one is told with its next report. */
  void retain(Set<LimitKey> keys) {
    newest.keySet().retainAll(keys);
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
