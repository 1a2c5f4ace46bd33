package io.ambit.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * What every edge does when a region takes nothing, worked out ahead so that it can be done with
 * everything above the edges gone: one row for each region that may be lost beside those that are
 * drained, and for pairs where there are few regions.
 *
 * @param away of the regions being drained, how many of ten thousand requests go elsewhere now
 */
public record SpillTable(SortedMap<String, Integer> away, List<SpillRow> rows)
    implements PolicySpec {
  /** The most regions that take part. */
  public static final int MOST_REGIONS = 64;

  /** One for each region, one for those drained, and pairs of up to eight regions. */
  public static final int MOST_ROWS = MOST_REGIONS + 64;

  public static final SpillTable EMPTY = new SpillTable(new TreeMap<>(), List.of());

  public SpillTable {
    Bounds.require("away", away.size(), 0, MOST_REGIONS);
    Bounds.require("rows", rows.size(), 0, MOST_ROWS);
    away = Collections.unmodifiableSortedMap(new TreeMap<>(away));
    away.forEach(
        (name, parts) -> {
          Names.require("away", name);
          Bounds.require("away", parts, 0, FailoverPolicy.WHOLE);
        });
    rows = List.copyOf(rows);
  }

  /** The row for exactly these regions. */
  public Optional<SpillRow> row(SortedSet<String> lost) {
    return rows.stream().filter(row -> row.lost().equals(lost)).findFirst();
  }
}
