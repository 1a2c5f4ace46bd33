package io.ambit.edge.admission;

import io.ambit.edge.core.GateTable;
import io.ambit.edge.core.LimitRule;
import io.ambit.edge.core.TenantRule;
import io.ambit.edge.core.TenantRules;
import io.ambit.escrow.Spent;
import io.ambit.model.Enforcement;
import io.ambit.model.LimitKey;
import io.ambit.model.OnNoBackend;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The buckets behind the table, kept by their tenants from one table to the next. Counters outlive
 * their bucket, of which at most {@value #MOST_RETIRED} are kept for that: they count from the
 * start of the process, and a limit that comes back must not begin at zero. Loop only.
 */
final class Buckets {
  static final int MOST_RETIRED = 20_000;

  /** Each bucket is looked at so often, asked for or not. */
  private static final long SWEEP_NANOS = 600_000_000_000L;

  private final Map<LimitKey, PurseBucket> purses = new TreeMap<>();
  private final Map<LimitKey, Bucket> retired = new LinkedHashMap<>();
  private final Awake awake = new Awake();
  private final Watch watch = new Watch();
  private TenantTable tenants = TenantTable.EMPTY;
  private Conduct conduct = new Conduct(Enforcement.ENFORCE, OnNoBackend.SHED, null);
  private long readNanos;
  private long sweptNanos;

  /** The tenants of {@code table} on its terms, on the buckets there were where there were any. */
  TenantTable follow(long nowNanos, GateTable table) {
    TenantRules rules = table.tenants();
    List<TenantGate> next = new ArrayList<>(rules.size());
    List<Bucket> gone = new ArrayList<>();
    int kept = 0;
    int order = 0;
    boolean same = rules.size() == tenants.size();
    for (int i = 0; i < rules.size(); i++) {
      TenantGate before = tenants.find(rules.name(i));
      TenantGate now = tenant(nowNanos, rules.name(i), rules.rule(i), before);
      if (before != null) {
        kept++;
        if (now != before) {
          addGone(before, now, gone);
        }
      }
      same &= now == before;
      order = place(now, order);
      next.add(now);
    }
    if (kept < tenants.size()) {
      tenants.forEach(before -> addIfGone(before, rules, gone));
    }
    gone.sort(Comparator.comparing(Bucket::key));
    gone.forEach(this::retire);
    tenants = same ? tenants : new TenantTable(next);
    return tenants;
  }

  /** Counters that changed since they were last read, in order. */
  List<Usage> read(long nowNanos) {
    awake.take(watch.asked().drain(), readNanos, nowNanos);
    readNanos = nowNanos;
    if (nowNanos - sweptNanos > SWEEP_NANOS) {
      sweptNanos = nowNanos;
      tenants.forEach(tenant -> renew(nowNanos, tenant));
    }
    return awake.read(nowNanos);
  }

  /** What was spent of period budgets. */
  List<Spent> readSpent() {
    List<Spent> readings = new ArrayList<>();
    purses.values().forEach(bucket -> bucket.read(readings));
    return readings;
  }

  private static void renew(long nowNanos, TenantGate tenant) {
    for (int i = 0; i < tenant.count(); i++) {
      tenant.bucket(i).renew(nowNanos);
    }
  }

  private TenantGate tenant(
      long nowNanos, String name, TenantRule rule, @Nullable TenantGate before) {
    List<Bucket> limits = new ArrayList<>(rule.limits().size());
    for (LimitRule limit : rule.limits()) {
      limits.add(bucket(nowNanos, limit, before));
    }
    Conduct by = before != null && before.conduct().fits(rule) ? before.conduct() : conduct(rule);
    return before != null && by == before.conduct() && before.has(limits)
        ? before
        : new TenantGate(name, by, limits);
  }

  /** Whoever is dealt with as the one before is shares with that one. */
  private Conduct conduct(TenantRule rule) {
    if (!conduct.fits(rule)) {
      conduct = Conduct.of(rule);
    }
    return conduct;
  }

  private Bucket bucket(long nowNanos, LimitRule rule, @Nullable TenantGate before) {
    Bucket known = before == null ? null : before.find(rule.key().limit());
    if (known != null && known.limit().isPeriodic() == rule.limit().isPeriodic()) {
      known.follow(nowNanos, rule);
      return known;
    }
    if (known != null) {
      retire(known);
    }
    Bucket fresh = fresh(nowNanos, rule, retired.remove(rule.key()));
    fresh.mark();
    return fresh;
  }

  private Bucket fresh(long nowNanos, LimitRule rule, @Nullable Bucket before) {
    if (!rule.limit().isPeriodic()) {
      return new LeaseBucket(nowNanos, rule, before, watch);
    }
    PurseBucket fresh = new PurseBucket(nowNanos, rule, before, watch);
    purses.put(rule.key(), fresh);
    return fresh;
  }

  /** Places the buckets of {@code tenant} from {@code from} on; returns what is next to them. */
  private static int place(TenantGate tenant, int from) {
    for (int i = 0; i < tenant.count(); i++) {
      int smaller = 0;
      for (int j = 0; j < tenant.count(); j++) {
        smaller += tenant.bucket(j).key().compareTo(tenant.bucket(i).key()) < 0 ? 1 : 0;
      }
      tenant.bucket(i).place(from + smaller);
    }
    return from + tenant.count();
  }

  private static void addIfGone(TenantGate before, TenantRules rules, List<Bucket> gone) {
    if (!rules.containsKey(before.name())) {
      addGone(before, null, gone);
    }
  }

  /** Adds the buckets of {@code before} that {@code now} has not and that have not left yet. */
  private static void addGone(TenantGate before, @Nullable TenantGate now, List<Bucket> gone) {
    for (int i = 0; i < before.count(); i++) {
      Bucket bucket = before.bucket(i);
      Bucket known = now == null ? null : now.find(bucket.key().limit());
      if (known != bucket && !bucket.hasLeft()) {
        gone.add(bucket);
      }
    }
  }

  private void retire(Bucket bucket) {
    bucket.leave();
    if (bucket instanceof PurseBucket) {
      purses.remove(bucket.key());
    }
    retired.put(bucket.key(), bucket);
    if (retired.size() > MOST_RETIRED) {
      retired.remove(retired.keySet().iterator().next());
    }
  }
}
