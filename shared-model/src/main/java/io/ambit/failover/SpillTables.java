package io.ambit.failover;

import io.ambit.model.FailoverPolicy;
import io.ambit.model.SpillRow;
import io.ambit.model.SpillTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Works out what edges do whichever region is lost next. Pure. */
public final class SpillTables {
  /** With more regions than that, pairs are left out. */
  public static final int MOST_FOR_PAIRS = 8;

  private SpillTables() {}

  /**
   * The table.
   *
   * @param given the regions; of more than {@link SpillTable#MOST_REGIONS}, the first by name
   * @param away how much of each region that is being drained goes elsewhere, of ten thousand
   */
  public static SpillTable of(
      List<RegionLoad> given, SortedMap<String, Integer> away, FailoverPolicy policy) {
    List<RegionLoad> regions = first(given);
    SortedSet<String> drained = new TreeSet<>(away.keySet());
    List<SpillRow> rows = new ArrayList<>();
    for (SortedSet<String> lost : losses(regions, drained)) {
      rows.add(Waterfall.pour(regions, lost, policy).row());
    }
    return new SpillTable(away, rows);
  }

  /** The same, but with nothing for who else may be lost: what is done at once. */
  public static SpillTable drained(
      List<RegionLoad> given, SortedMap<String, Integer> away, FailoverPolicy policy) {
    List<RegionLoad> regions = first(given);
    SortedSet<String> drained = new TreeSet<>(away.keySet());
    return drained.isEmpty() || drained.size() >= regions.size()
        ? new SpillTable(away, List.of())
        : new SpillTable(away, List.of(Waterfall.pour(regions, drained, policy).row()));
  }

  private static List<RegionLoad> first(List<RegionLoad> given) {
    return given.stream()
        .sorted(Comparator.comparing(RegionLoad::name))
        .limit(SpillTable.MOST_REGIONS)
        .toList();
  }

  /** Those drained, those and one more, and those and two more where regions are few. */
  static List<SortedSet<String>> losses(List<RegionLoad> regions, SortedSet<String> drained) {
    List<String> others =
        regions.stream().map(RegionLoad::name).filter(name -> !drained.contains(name)).toList();
    List<SortedSet<String>> losses = new ArrayList<>();
    if (!drained.isEmpty()) {
      losses.add(drained);
    }
    for (int i = 0; i < others.size(); i++) {
      losses.add(with(drained, others.get(i)));
      for (int j = i + 1; j < others.size() && regions.size() <= MOST_FOR_PAIRS; j++) {
        losses.add(with(with(drained, others.get(i)), others.get(j)));
      }
    }
    // With nobody left there is nothing to say.
    losses.removeIf(lost -> lost.size() >= regions.size());
    return losses;
  }

  private static SortedSet<String> with(SortedSet<String> some, String more) {
    SortedSet<String> all = new TreeSet<>(some);
    all.add(more);
    return all;
  }
}
