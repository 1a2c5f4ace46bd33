package io.ambit.global.core;

import io.ambit.failover.RegionLoad;
import io.ambit.failover.SpillTables;
import io.ambit.lease.Durations;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.SpillTable;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * When the spill table is worked out anew, and for what reason it is written: at once where more or
 * less of a region is to be away or operators changed what the table rests on, now and then where
 * demand alone changed. Not thread-safe; part of the core.
 */
final class TableUpkeep {
  /** What demand alone changes is worked out anew no more often. */
  private static final long RECOMPUTE_NANOS = Durations.ofMillis(5_000);

  /** Regions need a while to be heard by a new leader. */
  private static final long SETTLE_NANOS = Durations.ofMillis(3_000);

  private final PolicyBook book;
  private final Loads loads;
  private @Nullable List<RegionLoad> basis;
  private long basisRevision;
  private SpillTable wanted = SpillTable.EMPTY;
  private long computedNanos;
  private long ledNanos;

  /** Keeps the table of {@code book} by what regions say. */
  TableUpkeep(PolicyBook book, Loads loads) {
    this.book = book;
    this.loads = loads;
  }

  void lead(long nowNanos) {
    ledNanos = nowNanos;
    wanted = book.spillTable();
  }

  /**
   * The table that is to be written; empty if it is not due, or the same as the one in force.
   *
   * @param away how much of each region is to be away, in parts of ten thousand
   */
  Optional<OwnWish> look(long nowNanos, SortedMap<String, Integer> away) {
    SpillTable table = book.spillTable();
    if (loads.names().size() < 2 || !isDue(nowNanos, away, table)) {
      return Optional.empty();
    }
    List<RegionLoad> regions = loads.regions();
    basis = regions;
    basisRevision = loads.revision();
    computedNanos = nowNanos;
    SpillTable newest = SpillTables.of(regions, away, book.failoverPolicy());
    wanted = newest;
    return newest.equals(table)
        ? Optional.empty()
        : Optional.of(new OwnWish(PolicyKey.SPILL_TABLE, newest, why(table, newest)));
  }

  private boolean isDue(long nowNanos, SortedMap<String, Integer> away, SpillTable table) {
    List<RegionLoad> before = basis;
    boolean unwritten = !wanted.equals(table) && nowNanos - computedNanos >= RECOMPUTE_NANOS;
    if (!away.equals(table.away()) || unwritten) {
      return true;
    }
    if (before == null) {
      return nowNanos - ledNanos >= SETTLE_NANOS;
    }
    if (basisRevision != loads.revision() || before.size() != loads.names().size()) {
      return true;
    }
    return nowNanos - computedNanos >= RECOMPUTE_NANOS && Loads.differ(before, loads.regions());
  }

  private static String why(SpillTable before, SpillTable after) {
    return before.away().equals(after.away())
        ? "demand or capacity changed"
        : "step " + after.away();
  }
}
