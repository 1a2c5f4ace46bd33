package io.ambit.edge.admission;

import io.ambit.edge.core.GateTable;
import io.ambit.edge.core.LimitRule;
import io.ambit.edge.core.TenantRule;
import io.ambit.escrow.Spent;
import io.ambit.model.LimitKey;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The buckets behind the table, kept from one table to the next. Counters outlive their bucket, at
 * most {@value #MOST_RETIRED} of them: they count from the start of the process, and a limit that
 * comes back must not begin at zero. Loop only.
 */
final class Buckets {
  static final int MOST_RETIRED = 20_000;

  private final Map<LimitKey, Bucket> buckets = new TreeMap<>();
  private final Map<LimitKey, Counters> retired = new LinkedHashMap<>();

  /** The tenants of {@code table} on its terms, on the buckets there were where there were any. */
  Map<String, TenantGate> follow(long nowNanos, GateTable table) {
    Set<LimitKey> gone = new TreeSet<>(buckets.keySet());
    Map<String, TenantGate> tenants = HashMap.newHashMap(table.tenants().size());
    table.tenants().forEach((name, rule) -> tenants.put(name, tenant(nowNanos, rule, gone)));
    gone.forEach(this::retire);
    return tenants;
  }

  /** Counters that changed since they were last read, in order. */
  List<Usage> read(long nowNanos) {
    List<Usage> usage = new ArrayList<>();
    for (Bucket bucket : buckets.values()) {
      bucket.renew(nowNanos);
      bucket.returnSurplus(nowNanos);
      bucket.counters().read().ifPresent(usage::add);
    }
    return usage;
  }

  /** What was spent of period budgets. */
  List<Spent> readSpent() {
    List<Spent> readings = new ArrayList<>();
    for (Bucket bucket : buckets.values()) {
      if (bucket instanceof PurseBucket purses) {
        purses.read(readings);
      }
    }
    return readings;
  }

  private TenantGate tenant(long nowNanos, TenantRule rule, Set<LimitKey> gone) {
    List<Bucket> limits = new ArrayList<>();
    for (LimitRule limit : rule.limits()) {
      gone.remove(limit.key());
      limits.add(bucket(nowNanos, limit));
    }
    return new TenantGate(rule, List.copyOf(limits));
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
    Bucket fresh =
        rule.limit().isPeriodic()
            ? new PurseBucket(nowNanos, rule, counters)
            : new LeaseBucket(nowNanos, rule, counters);
    buckets.put(rule.key(), fresh);
    return fresh;
  }

  private void retire(LimitKey key) {
    Bucket bucket = buckets.remove(key);
    if (bucket != null) {
      retired.put(key, bucket.counters());
    }
    if (retired.size() > MOST_RETIRED) {
      retired.remove(retired.keySet().iterator().next());
    }
  }
}
