package io.ambit.edge.core;

import io.ambit.model.Mode;
import io.ambit.model.SpillTable;
import java.util.SortedMap;

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
    TenantRules tenants,
    boolean strangers,
    boolean informed,
    Standing standing,
    SpillTable spill,
    long writesUntilNanos) {

  private static final long NO_WRITES_NANOS = Long.MIN_VALUE / 2;

  /** Knows nobody yet. */
  public static final GateTable EMPTY =
      new GateTable(
          TenantRules.NONE,
          false,
          false,
          new Standing(Mode.RECOVERY, "starting", 0, null),
          SpillTable.EMPTY,
          NO_WRITES_NANOS);

  /** Where nothing is said of other regions, and no writes of tenants that have a home may go. */
  public GateTable(
      SortedMap<String, TenantRule> tenants,
      boolean strangers,
      boolean informed,
      Standing standing) {
    this(tenants, strangers, informed, standing, SpillTable.EMPTY, NO_WRITES_NANOS);
  }

  /** The same by {@code tenants} in the natural order of their names. */
  public GateTable(
      SortedMap<String, TenantRule> tenants,
      boolean strangers,
      boolean informed,
      Standing standing,
      SpillTable spill,
      long writesUntilNanos) {
    this(TenantRules.copyOf(tenants), strangers, informed, standing, spill, writesUntilNanos);
  }
}
