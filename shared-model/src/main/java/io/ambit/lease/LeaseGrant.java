package io.ambit.lease;

import io.ambit.model.Bounds;
import io.ambit.model.LimitKey;

/**
 * What a child holds of one limit.
 *
 * @param lease usable until {@code holdMillis} after the child sent the report this answers
 * @param floor usable after that, until a later grant says otherwise; never more than the lease
 * @param ttlMillis how long the lease is fresh; what follows until {@code holdMillis} is grace
 */
public record LeaseGrant(LimitKey key, Share lease, Share floor, long ttlMillis, long holdMillis) {
  /** The longest lease with its grace. */
  public static final long MAX_HOLD_MILLIS = 3_600_000;

  public LeaseGrant {
    Bounds.require("holdMillis", holdMillis, 0, MAX_HOLD_MILLIS);
    Bounds.require("ttlMillis", ttlMillis, 0, holdMillis);
    if (!lease.covers(floor)) {
      throw new IllegalArgumentException("lease: smaller than its floor for " + key);
    }
  }
}
