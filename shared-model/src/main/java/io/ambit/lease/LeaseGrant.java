package io.ambit.lease;

import io.ambit.model.Bounds;
import io.ambit.model.LimitKey;

/**
 * What a child holds of one limit.
 *
 * @param lease usable until {@code holdMillis} after the child sent the report this answers
 * @param floor usable after that, until a later grant says otherwise; never more than the lease
 * @param ttlMillis how long the lease is fresh; what follows until {@code holdMillis} is grace
 * @param filledMilli tokens the parent gave on top of what the rate brings, since {@link
 *     Grants#since}; cumulative
 * @param creditedMilli how far the parent has taken in what the child returned: the child's own
 *     counter, carried back to it
 * @param wanted whether others are short of what this child could return
 * @param ladder what becomes of the lease when nobody renews it
 */
public record LeaseGrant(
    LimitKey key,
    Share lease,
    Share floor,
    long ttlMillis,
    long holdMillis,
    long filledMilli,
    long creditedMilli,
    boolean wanted,
    Ladder ladder) {
  /** The longest lease with its grace. */
  public static final long MAX_HOLD_MILLIS = 3_600_000;

  public LeaseGrant {
    Bounds.require("holdMillis", holdMillis, 0, MAX_HOLD_MILLIS);
    Bounds.require("ttlMillis", ttlMillis, 0, holdMillis);
    if (!lease.covers(floor)) {
      throw new IllegalArgumentException("lease: smaller than its floor for " + key);
    }
    Bounds.require("filledMilli", filledMilli, 0, Long.MAX_VALUE);
    Bounds.require("creditedMilli", creditedMilli, 0, Long.MAX_VALUE);
  }

  /** A grant without tokens in either direction. */
  public LeaseGrant(LimitKey key, Share lease, Share floor, long ttlMillis, long holdMillis) {
    this(key, lease, floor, ttlMillis, holdMillis, Ladder.HOLD);
  }

  /** The same with a ladder of its own. */
  public LeaseGrant(
      LimitKey key, Share lease, Share floor, long ttlMillis, long holdMillis, Ladder ladder) {
    this(key, lease, floor, ttlMillis, holdMillis, 0, 0, false, ladder);
  }

  /** Until when the parent that gives this at {@code nowNanos} charges it, on its own clock. */
  long chargedUntilNanos(long nowNanos) {
    return nowNanos + Durations.charged(Durations.ofMillis(holdMillis));
  }

  LeaseGrant with(long filled, long credited, boolean isWanted) {
    return new LeaseGrant(
        key, lease, floor, ttlMillis, holdMillis, filled, credited, isWanted, ladder);
  }
}
