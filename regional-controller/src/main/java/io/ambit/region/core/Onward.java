package io.ambit.region.core;

import io.ambit.lease.ClaimTerms;
import io.ambit.lease.Durations;
import io.ambit.lease.HeldLease;
import io.ambit.lease.Holding;
import io.ambit.lease.Ladder;
import io.ambit.lease.LeaseGrant;
import io.ambit.lease.LeaseParent;
import io.ambit.lease.LeaseTimes;
import io.ambit.lease.Rung;
import io.ambit.lease.Share;

/**
 * What a region may give on of a lease it holds, by where it stands on the control-loss ladder.
 * What {@code safe(k)} adds is cut into parts for edges that may lose the region, as long as the
 * region has not lost the arbiter; then it is taken back from them, and lent to those that ask.
 * Pure.
 */
final class Onward {
  private static final long LASTING_NANOS = Durations.ofMillis(LeaseGrant.MAX_HOLD_MILLIS);

  private Onward() {}

  static Holding of(long nowNanos, HeldLease held, LeaseParent edges, long graceMillis) {
    Share beyond = held.ladder().beyond();
    Share given = edges.outstanding(held.key());
    Share lent = beyond.minus(edges.beyond(held.key()));
    Rung rung = held.rung(nowNanos);
    return switch (rung) {
      case LEASE, GRACE ->
          holding(
              held,
              rung,
              held.lease(),
              held.remainingNanos(nowNanos),
              beyond.minus(given.minus(held.lease())),
              graceMillis);
      case HELD ->
          holding(
              held,
              rung,
              held.lease().plus(lent),
              held.remainingNanos(nowNanos),
              Share.NONE,
              graceMillis);
      case SAFE ->
          holding(
              held,
              rung,
              edges.outstandingFloor(held.key()).plus(lent),
              LASTING_NANOS,
              Share.NONE,
              graceMillis);
      case FLOOR, OPEN, CLOSED -> holding(held, rung, held.floor(), 0, Share.NONE, graceMillis);
    };
  }

  private static Holding holding(
      HeldLease held, Rung rung, Share lease, long remainingNanos, Share beyond, long graceMillis) {
    Holding.Above above =
        (rung == Rung.LEASE || rung == Rung.GRACE) && held.wanted()
            ? Holding.Above.RUNS_SHORT
            : Holding.Above.HAS_ENOUGH;
    long ttlMillis = LeaseTimes.EDGE.ttlMillis();
    return new Holding(
        held.key(),
        lease,
        held.floor(),
        new Holding.Times(remainingNanos, ttlMillis, ttlMillis + graceMillis),
        edge -> ClaimTerms.EQUAL,
        new Holding.Source(above, held.inflowMilli(), held.creditedMilli()),
        new Ladder(held.ladder().mode(), beyond, rung),
        0);
  }
}
