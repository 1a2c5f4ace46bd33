package io.ambit.edge.core;

import io.ambit.lease.Durations;
import io.ambit.model.LimitKey;
import io.ambit.usage.Allowance;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest counters of every limit in the table, and which of them the region must still be told:
 * what ran short first, then what waits longest, as much as an {@link Allowance} has. Counters are
 * cumulative, so what is told later says as much. Not thread-safe.
 */
final class UsageToReport {
  /** The most limits in one report, so that it fits into a record however many there are. */
  static final int MOST_PER_REPORT = 4_000;

  /** A limit of which nothing was refused for so long has run short when something is. */
  private static final long PLENTY_NANOS = Durations.ofMillis(1_000);

  /** So small a part of what may be told is left to what did not change. */
  private static final int REPEATED_PARTS = 4;

  private static final long LINES_PER_SECOND = 600;

  private final SortedMap<LimitKey, Usage> newest = new TreeMap<>();
  private final SortedMap<LimitKey, Usage> told = new TreeMap<>();
  private final SortedMap<LimitKey, Long> refusedNanos = new TreeMap<>();
  private final LinkedHashSet<LimitKey> waiting = new LinkedHashSet<>();
  private final Allowance allowance = new Allowance(LINES_PER_SECOND);
  private @Nullable LimitKey repeatedTo;
  private boolean saidAll = true;

  /** Takes what changed; returns whether a limit has run short, which is to be told at once. */
  boolean read(long nowNanos, List<Usage> changed) {
    boolean ranShort = false;
    for (Usage usage : changed) {
      Usage before = newest.put(usage.key(), usage);
      waiting.add(usage.key());
      if (before != null && refused(usage) > refused(before)) {
        Long last = refusedNanos.put(usage.key(), nowNanos);
        if (last == null || nowNanos - last > PLENTY_NANOS) {
          waiting.addFirst(usage.key());
          ranShort = true;
        }
      }
    }
    return ranShort;
  }

  /** The newest counters of a limit; null if it is not in the table, or never counted. */
  @Nullable Usage newest(LimitKey key) {
    return newest.get(key);
  }

  private static long refused(Usage usage) {
    return usage.offeredMilli() - usage.admittedMilli();
  }

  /** Counts {@code keys} and nothing else from now on; a new one is told with its next report. */
  void retain(Set<LimitKey> keys) {
    newest.keySet().retainAll(keys);
    told.keySet().retainAll(keys);
    refusedNanos.keySet().retainAll(keys);
    waiting.retainAll(keys);
    for (LimitKey key : keys) {
      if (newest.putIfAbsent(key, new Usage(key, 0, 0)) == null) {
        waiting.add(key);
      }
    }
  }

  /**
   * What the next report carries: what changed, and if {@code all}, what did not, in case something
   * was lost; as far as may be told.
   */
  List<Usage> next(long nowNanos, boolean all) {
    int most = Math.clamp(allowance.left(nowNanos), 1, MOST_PER_REPORT);
    if (all) {
      repeat(most);
    }
    List<Usage> usage = new ArrayList<>();
    Iterator<LimitKey> keys = waiting.iterator();
    while (keys.hasNext() && usage.size() < most) {
      Usage each = newest.get(keys.next());
      if (each != null) {
        usage.add(each);
      }
      keys.remove();
    }
    allowance.spend(usage.size());
    saidAll = waiting.isEmpty();
    remember(usage);
    usage.sort(Comparator.comparing(Usage::key));
    return usage;
  }

  /** Whether the last report named everything that had changed: what it left out had not. */
  boolean saidAll() {
    return saidAll;
  }

  /** All of it if that may be told, else the next part of it. */
  private void repeat(int most) {
    if (newest.size() <= most) {
      waiting.addAll(newest.keySet());
      return;
    }
    LimitKey from = repeatedTo;
    Iterator<LimitKey> keys = (from == null ? newest : newest.tailMap(from)).keySet().iterator();
    for (int i = 0; i < most / REPEATED_PARTS && keys.hasNext(); i++) {
      waiting.add(keys.next());
    }
    repeatedTo = keys.hasNext() ? keys.next() : null;
  }

  /**
   * Where more waits, leaving a limit out does not say that it stopped growing: it is named until
   * that has been told.
   */
  private void remember(List<Usage> usage) {
    for (Usage each : usage) {
      Usage before = told.put(each.key(), each);
      Usage had = before == null ? new Usage(each.key(), 0, 0) : before;
      if (!saidAll && !each.equals(had)) {
        waiting.add(each.key());
      }
    }
  }
}
