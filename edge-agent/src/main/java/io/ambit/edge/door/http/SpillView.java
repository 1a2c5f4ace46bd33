package io.ambit.edge.door.http;

import io.ambit.edge.backend.Pool;
import io.ambit.edge.backend.Pools;
import io.ambit.edge.backend.Spillway;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.Priority;
import io.ambit.model.SpillRow;
import io.ambit.model.Spread;
import io.ambit.model.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What leaves this region now, why, and by which row of the table.
 *
 * @param active whether anything does
 * @param tableRevision the arbiter's record of the table; null if there never was one
 * @param tableTimeMillis when it was worked out, since 1970; null likewise
 * @param drainedPerTenThousand how much goes because the region is drained
 * @param failing regions left out because what was sent there failed
 * @param leaving pools that have too few members left
 * @param row what is done with what leaves; the one for the loss of this region while nothing does
 */
record SpillView(
    boolean active,
    @Nullable Long tableRevision,
    @Nullable Long tableTimeMillis,
    int drainedPerTenThousand,
    SortedSet<String> failing,
    List<Leaving> leaving,
    @Nullable Row row) {

  /** A pool, how much of it goes elsewhere, and the members that say so. */
  record Leaving(String pool, int perTenThousand, long membersHealthy, long members) {}

  /**
   * A row as it is for this region.
   *
   * @param toPerTenThousand by priority, who gets how much; the rest is shed
   */
  record Row(
      SortedSet<String> lost,
      SortedMap<String, SortedMap<String, Integer>> toPerTenThousand,
      SortedMap<String, Integer> shedPerTenThousand) {}

  static SpillView of(String region, Spillway spillway, Pools pools, PolicyBook policy) {
    @Nullable PolicyRecord table = policy.live(PolicyKey.SPILL_TABLE).orElse(null);
    List<Leaving> leaving = new ArrayList<>();
    for (Pool pool : pools.all()) {
      if (pool.elsewhere() > 0) {
        leaving.add(new Leaving(pool.name(), pool.elsewhere(), pool.well(), pool.members().size()));
      }
    }
    int away = spillway.away();
    return new SpillView(
        away > 0 || !leaving.isEmpty(),
        table == null ? null : table.revision(),
        table == null ? null : table.updateTimeMillis(),
        away,
        spillway.failing(),
        leaving,
        row(region, away > 0 ? spillway.drainRow() : spillway.lossRow()));
  }

  private static @Nullable Row row(String region, @Nullable SpillRow row) {
    Spread spread = row == null ? null : row.spreads().get(region);
    if (row == null || spread == null) {
      return null;
    }
    SortedMap<String, SortedMap<String, Integer>> to = new TreeMap<>();
    SortedMap<String, Integer> shed = new TreeMap<>();
    for (Priority priority : Priority.values()) {
      SortedMap<String, Integer> parts = new TreeMap<>();
      for (int i = 0; i < spread.receivers().size(); i++) {
        parts.put(spread.receivers().get(i), spread.parts().get(priority.ordinal()).get(i));
      }
      to.put(Words.of(priority), parts);
      shed.put(Words.of(priority), spread.shed(priority));
    }
    return new Row(row.lost(), to, shed);
  }
}
