package io.ambit.lease;

import io.ambit.model.LimitKey;

/**
 * A lease as its holder uses it, with the ends on the holder's own monotonic clock: fresh until
 * {@code freshUntilNanos}, in grace until {@code usableUntilNanos}, then the floor alone.
 *
 * @param inflowMilli tokens this boot was given on top of what the rate brings; cumulative
 * @param creditedMilli how far the parent has taken in what this boot returned
 * @param wanted whether others are short of what the holder could return
 */
public record HeldLease(
    LimitKey key,
    Share lease,
    Share floor,
    long freshUntilNanos,
    long usableUntilNanos,
    long inflowMilli,
    long creditedMilli,
    boolean wanted) {
  /** A lease without tokens in either direction, as an earlier boot leaves it. */
  public HeldLease(
      LimitKey key, Share lease, Share floor, long freshUntilNanos, long usableUntilNanos) {
    this(key, lease, floor, freshUntilNanos, usableUntilNanos, 0, 0, false);
  }

  /** The lease a grant gives, counted from when the report it answers was sent. */
  static HeldLease from(LeaseGrant grant, long sentNanos, Inflow inflow) {
    return new HeldLease(
        grant.key(),
        grant.lease(),
        grant.floor(),
        sentNanos + Durations.held(Durations.ofMillis(grant.ttlMillis())),
        sentNanos + Durations.held(Durations.ofMillis(grant.holdMillis())),
        inflow.inflowMilli(),
        inflow.creditedMilli(),
        grant.wanted());
  }

  public Rung rung(long nowNanos) {
    if (freshUntilNanos - nowNanos > 0) {
      return Rung.LEASE;
    }
    return usableUntilNanos - nowNanos > 0 ? Rung.GRACE : Rung.FLOOR;
  }

  /** What may be used now. */
  public Share usable(long nowNanos) {
    return rung(nowNanos) == Rung.FLOOR ? floor : lease;
  }

  /** How much longer the lease may be used, grace included; 0 once it has ended. */
  public long remainingNanos(long nowNanos) {
    return Math.max(0, usableUntilNanos - nowNanos);
  }
}
