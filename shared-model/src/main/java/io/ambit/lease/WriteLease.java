package io.ambit.lease;

import io.ambit.model.Bounds;
import io.ambit.model.FailoverPolicy;

/**
 * How long a child, and whoever is below it, may admit writes of tenants that have a home, from
 * when it sent what this answers; and no longer than it may already unless it knows operator intent
 * up to a revision. So a home that moved is known wherever a lease given since lives, and a lease
 * given before has an end: whoever waits for it has waited for all of them: see {@code
 * io.ambit.home.LeaseEnds}.
 *
 * @param millis 0 for no longer than already
 * @param revision of the newest home that the parent knows
 */
public record WriteLease(long millis, long revision) {
  public static final WriteLease NONE = new WriteLease(0, 0);

  /**
   * What the arbiter gives to regions at most, and unless the failover policy says less. Long
   * enough for a standby to take over the arbiter, and a standby of the region after it, without
   * anybody ceasing to write.
   */
  public static final long REGION_MILLIS = FailoverPolicy.Homes.LONGEST_LEASE_MILLIS;

  /** What a region gives to edges, at most: never longer than it has itself. */
  public static final long EDGE_MILLIS = 10_000;

  /** The least time between two grants that renew it. */
  private static final long SOONEST_RENEWAL_MILLIS = 250;

  /**
   * How often whoever gives it gives it anew: several times while it lasts, so that one that is
   * lost or late does not end it.
   *
   * @param renewMillis how often it is given anew for other reasons
   */
  long renewMillis(long renewMillis) {
    return millis == 0
        ? renewMillis
        : Math.min(renewMillis, Math.max(SOONEST_RENEWAL_MILLIS, millis / 6));
  }

  public WriteLease {
    Bounds.require("writesMillis", millis, 0, LeaseGrant.MAX_HOLD_MILLIS);
    Bounds.require("writesRevision", revision, 0, Long.MAX_VALUE);
  }
}
