package io.ambit.lease;

import io.ambit.model.Bounds;

/**
 * How long a child, and whoever is below it, may admit writes of tenants that have a home, from
 * when it sent what this answers; and no longer than it may already unless it knows operator intent
 * up to a revision. So a home that moved is known wherever a lease given since lives, and a lease
 * given before has an end: whoever waits for {@link #REGION_MILLIS} has waited for all of them.
 *
 * @param millis 0 for no longer than already
 * @param revision of the newest home that the parent knows
 */
public record WriteLease(long millis, long revision) {
  public static final WriteLease NONE = new WriteLease(0, 0);

  /**
   * What the arbiter gives to regions. Long enough for a standby to take over the arbiter, and a
   * standby of the region after it, without anybody ceasing to write.
   */
  public static final long REGION_MILLIS = 15_000;

  /** What a region gives to edges, at most: never longer than it has itself. */
  public static final long EDGE_MILLIS = 10_000;

  public WriteLease {
    Bounds.require("writesMillis", millis, 0, LeaseGrant.MAX_HOLD_MILLIS);
    Bounds.require("writesRevision", revision, 0, Long.MAX_VALUE);
  }
}
