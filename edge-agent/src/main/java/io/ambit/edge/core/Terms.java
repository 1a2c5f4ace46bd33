package io.ambit.edge.core;

import io.ambit.lease.Durations;
import io.ambit.lease.HeldLease;
import io.ambit.lease.Share;
import io.ambit.model.ControlLoss;
import java.util.function.UnaryOperator;

/**
 * On what terms the gate admits against one limit, with the end on this process's own monotonic
 * clock: the lease until {@code usableUntilNanos}, then {@code floor} alone. Rates are derated: a
 * clock that runs fast mints no more than was given.
 */
public record Terms(Share lease, Share floor, long usableUntilNanos) {
  private static final Share UNBOUNDED = new Share(Share.MAX_MILLI, Share.MAX_MILLI);

  /** Nothing given; {@code endNanos} tells until when that is for want of a first answer. */
  static Terms none(long endNanos) {
    return new Terms(Share.NONE, Share.NONE, endNanos);
  }

  /** The terms a lease gives a tenant that declared {@code onControlLoss}. */
  static Terms of(HeldLease held, ControlLoss onControlLoss) {
    return of(held, onControlLoss, whole -> whole);
  }

  /** The same where the gate has but a part of what is held. */
  static Terms of(HeldLease held, ControlLoss onControlLoss, UnaryOperator<Share> part) {
    return new Terms(
        derated(part.apply(held.lease())),
        derated(part.apply(lastRung(held, onControlLoss.mode()))),
        held.usableUntilNanos());
  }

  private static Share lastRung(HeldLease held, ControlLoss.Mode mode) {
    return switch (mode) {
      case HOLD -> held.floor();
      case SAFE -> held.floor().plus(held.ladder().beyond());
      case CLOSED -> Share.NONE;
      case OPEN -> UNBOUNDED;
    };
  }

  private static Share derated(Share share) {
    return new Share(Durations.derated(share.rateMilli()), share.depthMilli());
  }
}
