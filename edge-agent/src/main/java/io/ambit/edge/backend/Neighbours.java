package io.ambit.edge.backend;

import io.ambit.model.SpillTable;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * How requests do that were sent to other regions, as callers tell: a region that fails is left out
 * as a backend would be, and tried again as soon. Any thread tells; one judges. At most {@link
 * SpillTable#MOST_REGIONS} regions.
 */
final class Neighbours {
  private final Map<String, Standing> standings = new ConcurrentSkipListMap<>();

  /** A request came back from there; returns whether that is taken in. */
  boolean end(long nowNanos, String region, boolean success) {
    Standing standing = standings.get(region);
    if (standing == null) {
      if (standings.size() >= SpillTable.MOST_REGIONS) {
        return false;
      }
      standing = standings.computeIfAbsent(region, unknown -> new Standing());
    }
    var unused = standing.end(nowNanos, success);
    return true;
  }

  /** Whether requests may be sent there. */
  boolean takes(String region) {
    Standing standing = standings.get(region);
    return standing == null || standing.part() != Standing.Part.OUT;
  }

  /** Those that requests may not be sent to. */
  SortedSet<String> out() {
    SortedSet<String> out = new TreeSet<>();
    new TreeMap<>(standings).forEach((region, standing) -> addIfOut(out, region, standing));
    return Collections.unmodifiableSortedSet(out);
  }

  private static void addIfOut(SortedSet<String> out, String region, Standing standing) {
    if (standing.part() == Standing.Part.OUT) {
      out.add(region);
    }
  }

  void learn(long nowNanos, double seconds) {
    for (Standing standing : standings.values()) {
      standing.count(seconds);
      var unused = standing.judge(nowNanos, 0);
    }
  }
}
