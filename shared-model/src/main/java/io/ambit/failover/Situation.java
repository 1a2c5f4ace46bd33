package io.ambit.failover;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What safety is judged by.
 *
 * @param drained regions that take nothing, or soon will not
 * @param moving regions whose traffic is on its way out or back
 * @param pinned regions that a person has put where they are
 * @param ageMillis how old the newest news of each region is; none of one that was never heard
 */
public record Situation(
    List<RegionLoad> regions,
    SortedSet<String> drained,
    SortedSet<String> moving,
    SortedSet<String> pinned,
    SortedMap<String, Long> ageMillis) {
  public Situation {
    regions = List.copyOf(regions);
    drained = Collections.unmodifiableSortedSet(new TreeSet<>(drained));
    moving = Collections.unmodifiableSortedSet(new TreeSet<>(moving));
    pinned = Collections.unmodifiableSortedSet(new TreeSet<>(pinned));
    ageMillis = Collections.unmodifiableSortedMap(new TreeMap<>(ageMillis));
  }

  Optional<RegionLoad> region(String name) {
    return regions.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** Who takes nothing once {@code region} is drained too. */
  public SortedSet<String> drainedWith(String region) {
    SortedSet<String> all = new TreeSet<>(drained);
    all.add(region);
    return all;
  }
}
