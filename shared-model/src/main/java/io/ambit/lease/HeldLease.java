package io.ambit.lease;

import io.ambit.model.LimitKey;

/**
 * A lease as its holder uses it, with the ends on the holder's own monotonic clock: fresh until
 * {@code freshUntilNanos}, in grace until {@code usableUntilNanos}, then the floor alone.
 */
public record HeldLease(
    LimitKey key, Share lease, Share floor, long freshUntilNanos, long usableUntilNanos) {

  /** The lease a grant gives, counted from when the report it answers was sent. */
  static HeldLease from(LeaseGrant grant, long sentNanos) {
    return new HeldLease(
        grant.key(),
        grant.lease(),
        grant.floor(),
        sentNanos + Durations.held(Durations.ofMillis(grant.ttlMillis())),
        sentNanos + Durations.held(Durations.ofMillis(grant.holdMillis())));
  }

  /** Where the holder stands on the ladder. */
  public enum Rung {
    LEASE,
    GRACE,
    FLOOR
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
