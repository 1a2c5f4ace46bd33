package io.ambit.lease;

import io.ambit.model.LimitKey;
import io.ambit.usage.Allowance;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * How much one child is told: as long as its {@link Allowance} is enough, everything as soon as it
 * changes. Else what must be told, and of the rest what was told longest ago; the others keep what
 * they were last told, which is renewed with every grant. Not thread-safe.
 */
final class Telling {
  /** What a record takes besides what changed, in lines. */
  private static final long RECORD_LINES = 5;

  /** Who is told little is told no more often. */
  private static final long PACE_NANOS = Durations.ofMillis(95);

  private final Allowance allowance;

  /** Limits by when they were last told, longest ago first. */
  private final LinkedHashSet<LimitKey> order = new LinkedHashSet<>();

  private long toldNanos;

  Telling(long linesPerSecond) {
    this.allowance = new Allowance(linesPerSecond);
  }

  /** Whether there is not enough left to tell of so many limits. */
  boolean isShortFor(long nowNanos, int limits) {
    return allowance.left(nowNanos) < limits + RECORD_LINES;
  }

  /** Whether it was told just now. */
  boolean wasTold(long nowNanos) {
    return nowNanos - toldNanos < PACE_NANOS;
  }

  /**
   * Which limits to speak of.
   *
   * @param must those that cannot wait
   * @param may those there is something to tell of
   */
  Set<LimitKey> choose(long nowNanos, Set<LimitKey> must, Predicate<LimitKey> may) {
    Set<LimitKey> chosen = new HashSet<>(must);
    long left = allowance.left(nowNanos) - RECORD_LINES;
    for (LimitKey key : order) {
      if (chosen.size() >= left) {
        break;
      }
      if (may.test(key)) {
        chosen.add(key);
      }
    }
    return chosen;
  }

  /** These leases were told, and those before. */
  void told(long nowNanos, Map<LimitKey, LeaseGrant> before, Grants grants) {
    long lines = RECORD_LINES + grants.outstanding().size();
    SortedMap<LimitKey, LeaseGrant> now = new TreeMap<>();
    for (LeaseGrant lease : grants.leases()) {
      now.put(lease.key(), lease);
      if (!lease.equals(before.get(lease.key()))) {
        order.remove(lease.key());
        order.add(lease.key());
        lines++;
      }
    }
    lines += before.keySet().stream().filter(key -> !now.containsKey(key)).count();
    lines += now.size() / GrantPage.RING;
    order.retainAll(now.keySet());
    allowance.spend(lines);
    toldNanos = nowNanos;
  }

  /** Limits that were never told and may be now: those of {@code next} that are in no order yet. */
  void welcome(List<LimitKey> next) {
    order.addAll(next);
  }
}
