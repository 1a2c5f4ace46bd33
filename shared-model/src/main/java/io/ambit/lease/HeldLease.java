package io.ambit.lease;

import io.ambit.model.LimitKey;

/**
 * A lease as its holder uses it, with the ends on the holder's own monotonic clock: fresh until
 * {@code freshUntilNanos}, in grace until {@code usableUntilNanos}, kept by vows until {@code
 * keptUntilNanos}, then what its ladder ends on.
 *
 * @param inflowMilli tokens this boot was given on top of what the rate brings; cumulative
 * @param creditedMilli how far the parent has taken in what this boot returned
 * @param wanted whether others are short of what the holder could return
 * @param keptUntilNanos not after {@code usableUntilNanos} if it is not kept
 */
public record HeldLease(
    LimitKey key,
    Share lease,
    Share floor,
    long freshUntilNanos,
    long usableUntilNanos,
    long inflowMilli,
    long creditedMilli,
    boolean wanted,
    Ladder ladder,
    long keptUntilNanos) {
  /** A lease without tokens in either direction. */
  public HeldLease(
      LimitKey key, Share lease, Share floor, long freshUntilNanos, long usableUntilNanos) {
    this(key, lease, floor, freshUntilNanos, usableUntilNanos, Ladder.HOLD);
  }

  /** The same with a ladder of its own, as an earlier boot leaves it. */
  public HeldLease(
      LimitKey key,
      Share lease,
      Share floor,
      long freshUntilNanos,
      long usableUntilNanos,
      Ladder ladder) {
    this(
        key,
        lease,
        floor,
        freshUntilNanos,
        usableUntilNanos,
        0,
        0,
        false,
        ladder,
        usableUntilNanos);
  }

  /** As an earlier boot leaves it: tokens in either direction are counted anew. */
  HeldLease leftBehind() {
    return new HeldLease(key, lease, floor, freshUntilNanos, usableUntilNanos, ladder);
  }

  /** The lease a grant gives, counted from when the report it answers was sent. */
  static HeldLease from(LeaseGrant grant, long sentNanos, Inflow inflow) {
    long usableUntilNanos = sentNanos + Durations.held(Durations.ofMillis(grant.holdMillis()));
    return new HeldLease(
        grant.key(),
        grant.lease(),
        grant.floor(),
        sentNanos + Durations.held(Durations.ofMillis(grant.ttlMillis())),
        usableUntilNanos,
        inflow.inflowMilli(),
        inflow.creditedMilli(),
        grant.wanted(),
        grant.ladder(),
        usableUntilNanos);
  }

  /**
   * The lease as vows keep it that have been in force from one time to another without a gap. Where
   * there was one since the lease ran out, or it may not be kept at all, it is not kept.
   */
  HeldLease kept(long sinceNanos, long untilNanos) {
    boolean unbroken = ladder.mayBeKept() && sinceNanos - usableUntilNanos <= 0;
    return new HeldLease(
        key,
        lease,
        floor,
        freshUntilNanos,
        usableUntilNanos,
        inflowMilli,
        creditedMilli,
        wanted,
        ladder,
        unbroken ? untilNanos : usableUntilNanos);
  }

  public Rung rung(long nowNanos) {
    if (freshUntilNanos - nowNanos > 0) {
      return Rung.LEASE;
    }
    if (usableUntilNanos - nowNanos > 0) {
      return Rung.GRACE;
    }
    if (keptUntilNanos - nowNanos > 0) {
      return Rung.HELD;
    }
    return switch (ladder.mode()) {
      case HOLD -> Rung.FLOOR;
      case SAFE -> Rung.SAFE;
      case CLOSED -> Rung.CLOSED;
      case OPEN -> Rung.OPEN;
    };
  }

  /** What may be used now of the limit; what is there beyond it comes on top after grace. */
  public Share usable(long nowNanos) {
    return remainingNanos(nowNanos) > 0 ? lease : floor;
  }

  /** The same with what is beyond the limit. */
  public Share usableInAll(long nowNanos) {
    Rung rung = rung(nowNanos);
    return rung == Rung.HELD || rung == Rung.SAFE
        ? usable(nowNanos).plus(ladder.beyond())
        : usable(nowNanos);
  }

  /** How much longer the lease may be used, in grace or kept; 0 once it has ended. */
  public long remainingNanos(long nowNanos) {
    return Math.max(0, Math.max(usableUntilNanos - nowNanos, keptUntilNanos - nowNanos));
  }
}
