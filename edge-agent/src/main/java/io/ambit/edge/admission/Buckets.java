package io.ambit.edge.admission;

import io.ambit.edge.core.GateTable;
import io.ambit.edge.core.LimitRule;
import io.ambit.edge.core.TenantRule;
import io.ambit.escrow.Spent;
import io.ambit.model.LimitKey;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The buckets behind the table, kept from one table to the next. Counters outlive their bucket, at
 * most {@value #MOST_RETIRED} of them: they count from the start of the process, and a limit that
 * comes back must not begin at zero. Loop only.
 */
final class Buckets {
  static final int MOST_RETIRED = 20_000;

  /** Each bucket is looked at so often, asked for or not. */
  private static final long SWEEP_NANOS = 600_000_000_000L;

  private final Map<LimitKey, Bucket> buckets = new TreeMap<>();
  private final Map<LimitKey, PurseBucket> purses = new TreeMap<>();
  private final Map<LimitKey, Counters> retired = new LinkedHashMap<>();
  private final SortedMap<LimitKey, Bucket> awake = new TreeMap<>();
  private final Asked asked = new Asked();
  private final Division division = new Division();
  private TenantTable tenants = TenantTable.EMPTY;
  private long readNanos;
  private long sweptNanos;

  /** The tenants of {@code table} on its terms, on the buckets there were where there were any. */
  TenantTable follow(long nowNanos, GateTable table) {
    List<TenantGate> next = new ArrayList<>(table.tenants().size());
    boolean same = table.tenants().size() == tenants.size();
    int limits = 0;
    for (Map.Entry<String, TenantRule> each : table.tenants().entrySet()) {
      TenantGate before = tenants.find(each.getKey());
      TenantGate now = tenant(nowNanos, each.getKey(), each.getValue(), before);
      same &= now == before;
      limits += each.getValue().limits().size();
      next.add(now);
    }
    if (limits < buckets.size()) {
      retireAllBut(table);
    }
    tenants = same ? tenants : new TenantTable(next);
    return tenants;
  }

  /** Counters that changed since they were last read, in order. */
  List<Usage> read(long nowNanos) {
    for (Bucket bucket : asked.drain()) {
      bucket.unmark();
      if (buckets.get(bucket.key()) == bucket && awake.put(bucket.key(), bucket) == null) {
        bucket.wake(readNanos);
      }
    }
    readNanos = nowNanos;
    if (nowNanos - sweptNanos > SWEEP_NANOS) {
      sweptNanos = nowNanos;
      buckets.values().forEach(bucket -> bucket.renew(nowNanos));
    }
    List<Usage> usage = new ArrayList<>();
    for (Bucket bucket : awake.values()) {
      bucket.renew(nowNanos);
      bucket.returnSurplus(nowNanos);
      bucket.counters().read().ifPresent(usage::add);
    }
    awake.values().removeIf(bucket -> !bucket.isAwake());
    return usage;
  }

  /** What was spent of period budgets. */
  List<Spent> readSpent() {
    List<Spent> readings = new ArrayList<>();
    purses.values().forEach(bucket -> bucket.read(readings));
    return readings;
  }

  private TenantGate tenant(
      long nowNanos, String name, TenantRule rule, @Nullable TenantGate before) {
    List<Bucket> limits = new ArrayList<>(rule.limits().size());
    for (LimitRule limit : rule.limits()) {
      limits.add(bucket(nowNanos, limit));
    }
    return before != null && before.follows(rule, limits)
        ? before
        : new TenantGate(name, rule, List.copyOf(limits));
  }

  private Bucket bucket(long nowNanos, LimitRule rule) {
    Bucket known = buckets.get(rule.key());
    if (known != null && known.limit().isPeriodic() == rule.limit().isPeriodic()) {
      known.follow(nowNanos, rule);
      return known;
    }
    retire(rule.key());
    Counters kept = retired.remove(rule.key());
    Counters counters = kept == null ? new Counters(rule.key()) : kept;
    counters.tellAgain();
    Bucket fresh = fresh(nowNanos, rule, counters);
    buckets.put(rule.key(), fresh);
    fresh.mark();
    return fresh;
  }

  private Bucket fresh(long nowNanos, LimitRule rule, Counters counters) {
    if (!rule.limit().isPeriodic()) {
      return new LeaseBucket(nowNanos, rule, counters, asked, division);
    }
    PurseBucket fresh = new PurseBucket(nowNanos, rule, counters, asked);
    purses.put(rule.key(), fresh);
    return fresh;
  }

  private void retireAllBut(GateTable table) {
    Set<LimitKey> gone = new TreeSet<>(buckets.keySet());
    table
        .tenants()
        .values()
        .forEach(rule -> rule.limits().forEach(each -> gone.remove(each.key())));
    gone.forEach(this::retire);
  }

  private void retire(LimitKey key) {
    Bucket bucket = buckets.remove(key);
    awake.remove(key);
    purses.remove(key);
    if (bucket != null) {
      bucket.leave();
      retired.put(key, bucket.counters());
    }
    if (retired.size() > MOST_RETIRED) {
      retired.remove(retired.keySet().iterator().next());
    }
  }
}
