package io.ambit.edge.core;

import io.ambit.model.Mode;
import io.ambit.model.SpillTable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything the gate decides by, from now on.
 *
 * @param strangers whether a tenant that is not in {@code tenants} is to be made known
 * @param informed whether operator intent was ever read; before that, not being listed means
 *     nothing
 * @param spill where requests go that do not stay in the region
 * @param writesUntilNanos until when writes of tenants that have a home may be admitted, on this
 *     process's own monotonic clock
 */
public record GateTable(
    SortedMap<String, TenantRule> tenants,
    boolean strangers,
    boolean informed,
    Standing standing,
    SpillTable spill,
    long writesUntilNanos) {

  /** Knows nobody yet. */
  public static final GateTable EMPTY =
      new GateTable(
          new TreeMap<>(), false, false, new Standing(Mode.RECOVERY, "starting", 0, null));

  /** Where nothing is said of other regions, and no writes of tenants that have a home may go. */
  public GateTable(
      SortedMap<String, TenantRule> tenants,
      boolean strangers,
      boolean informed,
      Standing standing) {
    this(tenants, strangers, informed, standing, SpillTable.EMPTY, Long.MIN_VALUE / 2);
  }

  public GateTable {
    tenants = Collections.unmodifiableSortedMap(new TreeMap<>(tenants));
  }
}
