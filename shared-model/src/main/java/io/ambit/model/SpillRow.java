package io.ambit.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is done while the regions {@code lost} take nothing.
 *
 * @param spreads of each of them, where its requests go
 * @param yields of regions that stay, how many of ten thousand of their own requests make room for
 *     more important ones, by priority, most important first; those not named yield nothing
 */
public record SpillRow(
    SortedSet<String> lost,
    SortedMap<String, Spread> spreads,
    SortedMap<String, List<Integer>> yields) {
  public SpillRow {
    Bounds.require("lost", lost.size(), 1, SpillTable.MOST_REGIONS);
    lost = Collections.unmodifiableSortedSet(new TreeSet<>(lost));
    lost.forEach(name -> Names.require("lost", name));
    spreads = Collections.unmodifiableSortedMap(new TreeMap<>(spreads));
    for (String source : spreads.keySet()) {
      if (!lost.contains(source)) {
        throw new IllegalArgumentException("spreads: '%s' is not lost".formatted(source));
      }
    }
    SortedMap<String, List<Integer>> checked = new TreeMap<>();
    yields.forEach((name, parts) -> checked.put(Names.require("yields", name), checked(parts)));
    yields = Collections.unmodifiableSortedMap(checked);
  }

  private static List<Integer> checked(List<Integer> parts) {
    Bounds.require("yields", parts.size(), Priority.values().length, Priority.values().length);
    parts.forEach(part -> Bounds.require("yields", part, 0, FailoverPolicy.WHOLE));
    return List.copyOf(parts);
  }

  /** How many of ten thousand requests of {@code priority} this region gives up for others. */
  public int yields(String region, Priority priority) {
    List<Integer> parts = yields.get(region);
    return parts == null ? 0 : parts.get(priority.ordinal());
  }
}
