package io.ambit.simulator.invariant;

import io.ambit.model.Limit;
import io.ambit.usage.Usage;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Of what was admitted, one arbiter counts nothing twice: reports that are lost, doubled or late
 * make it count less for a while, never more than there was.
 */
public final class CountedOnce {
  private final SortedMap<String, Long> countedMilli = new TreeMap<>();

  /**
   * These were counted on top.
   *
   * @param admittedUnits what the world has admitted in all, by tenant
   */
  public void counted(long nowNanos, List<Usage> growth, ToLongFunction<String> admittedUnits) {
    for (Usage each : growth) {
      String tenant = each.key().tenant();
      long counted = countedMilli.merge(tenant, each.admittedMilli(), Long::sum);
      long admitted = admittedUnits.applyAsLong(tenant) * Limit.MILLI;
      if (counted > admitted) {
        throw new Violation(
            "CountedOnce",
            nowNanos,
            "%s: %d milli-units counted of %d admitted".formatted(tenant, counted, admitted));
      }
    }
  }
}
