package io.ambit.edge.core.leaf;

import io.ambit.model.LimitKey;
import io.ambit.usage.ChildUsage;
import io.ambit.usage.Steps;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is asked of the edge's own gate, limit by limit, from when there were leaves beside it. What
 * it counted before is not asked now. Not thread-safe.
 */
final class GateDemand {
  private final ChildUsage usage = new ChildUsage(Steps.OF_EDGES);
  private final SortedMap<LimitKey, Long> seen = new TreeMap<>();
  private final SortedMap<LimitKey, Long> grown = new TreeMap<>();

  /** Takes in the gate's counters of this tenant that changed since the last tick. */
  void read(long nowNanos, List<Usage> changed) {
    List<Usage> since = new ArrayList<>();
    for (Usage each : changed) {
      Long before = seen.put(each.key(), each.offeredMilli());
      long growth = before == null ? 0 : Math.max(0, each.offeredMilli() - before);
      since.add(new Usage(each.key(), grown.merge(each.key(), growth, Long::sum), 0));
    }
    var unused = usage.receive(nowNanos, since);
  }

  long perSecondMilli(LimitKey key) {
    return usage.demandPerSecondMilli(key);
  }
}
