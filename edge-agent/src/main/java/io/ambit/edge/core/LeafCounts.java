package io.ambit.edge.core;

import io.ambit.edge.core.leaf.LeafId;
import io.ambit.edge.core.leaf.LeafReport;
import io.ambit.lease.Durations;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What leaves offered and admitted, added to what the gate counted: above, both are this edge's.
 * Cumulative since the boot, like the gate's own. A leaf says what it did in lumps, seconds apart,
 * which would look like steps of demand from above; so each lump is counted evenly, over as long as
 * it took to gather. At most {@value #MOST} limits; those that were counted longest ago are
 * forgotten. Not thread-safe.
 */
final class LeafCounts {
  static final int MOST = 20_000;

  private static final long SHORTEST_NANOS = Durations.ofMillis(50);
  private static final long LONGEST_NANOS = Durations.ofMillis(10_000);

  private final SortedMap<LeafId, Lump> lumps = new TreeMap<>();
  private final LinkedHashMap<LimitKey, Usage> counted = new LinkedHashMap<>();
  private final SortedMap<LimitKey, Usage> before = new TreeMap<>();
  private long countedNanos;

  /** What is still to be counted of a leaf, until some time. */
  private static final class Lump {
    private final String tenant;
    private final List<String> limits;
    private long refusedMilli;
    private long admittedMilli;
    private long saidNanos;
    private long untilNanos;

    private Lump(long nowNanos, String tenant, List<String> limits) {
      this.tenant = tenant;
      this.limits = limits;
      this.saidNanos = nowNanos;
    }
  }

  /** A leaf's requests took one unit each of all {@code limits}. */
  void count(long nowNanos, LeafReport report, List<Limit> limits) {
    Lump lump =
        lumps.computeIfAbsent(
            report.leaf(),
            leaf -> new Lump(nowNanos, report.tenant(), limits.stream().map(Limit::name).toList()));
    lump.refusedMilli += report.denied() * Limit.MILLI;
    lump.admittedMilli += report.allowed() * Limit.MILLI;
    lump.untilNanos =
        nowNanos + Math.clamp(nowNanos - lump.saidNanos, SHORTEST_NANOS, LONGEST_NANOS);
    lump.saidNanos = nowNanos;
  }

  /**
   * The counters that changed, gate and leaves together.
   *
   * @param gate the gate's that changed
   * @param newest what was returned last of a limit
   */
  List<Usage> merge(long nowNanos, List<Usage> gate, Function<LimitKey, @Nullable Usage> newest) {
    advance(nowNanos);
    if (counted.isEmpty()) {
      return gate;
    }
    List<Usage> merged = new ArrayList<>();
    for (Usage each : gate) {
      merged.add(withLeaves(each));
      before.remove(each.key());
    }
    before.forEach((key, had) -> merged.add(withLeaves(gateAlone(newest.apply(key), had))));
    before.clear();
    return merged;
  }

  /** Counts what has come due since the last time. */
  private void advance(long nowNanos) {
    long elapsed = nowNanos - countedNanos;
    countedNanos = nowNanos;
    lumps.values().removeIf(lump -> nowNanos - lump.saidNanos > 2 * LONGEST_NANOS);
    for (Lump lump : lumps.values()) {
      long left = lump.untilNanos - nowNanos;
      double part = left <= 0 ? 1 : Math.min(1, (double) elapsed / (left + elapsed));
      long admitted = (long) (lump.admittedMilli * part);
      long refused = (long) (lump.refusedMilli * part);
      if (admitted + refused > 0) {
        lump.admittedMilli -= admitted;
        lump.refusedMilli -= refused;
        lump.limits.forEach(name -> grow(new LimitKey(lump.tenant, name), admitted, refused));
      }
    }
    while (counted.size() > MOST) {
      counted.pollFirstEntry();
    }
  }

  private void grow(LimitKey key, long admittedMilli, long refusedMilli) {
    Usage gone = counted.remove(key);
    Usage had = gone == null ? new Usage(key, 0, 0) : gone;
    before.putIfAbsent(key, had);
    counted.put(
        key,
        new Usage(
            key,
            had.offeredMilli() + admittedMilli + refusedMilli,
            had.admittedMilli() + admittedMilli));
  }

  private Usage withLeaves(Usage gate) {
    Usage leaves = counted.get(gate.key());
    return leaves == null
        ? gate
        : new Usage(
            gate.key(),
            gate.offeredMilli() + leaves.offeredMilli(),
            gate.admittedMilli() + leaves.admittedMilli(),
            gate.returnedMilli());
  }

  private static Usage gateAlone(@Nullable Usage together, Usage leaves) {
    return together == null
        ? new Usage(leaves.key(), 0, 0)
        : new Usage(
            leaves.key(),
            Math.max(0, together.offeredMilli() - leaves.offeredMilli()),
            Math.max(0, together.admittedMilli() - leaves.admittedMilli()),
            together.returnedMilli());
  }
}
