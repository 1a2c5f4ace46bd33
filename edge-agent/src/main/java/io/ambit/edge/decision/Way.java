package io.ambit.edge.decision;

import io.ambit.edge.admission.Ahead;
import io.ambit.edge.admission.Reason;
import io.ambit.edge.admission.Ruling;
import io.ambit.edge.admission.Verdict;
import io.ambit.edge.backend.Member;
import io.ambit.edge.backend.Pool;
import io.ambit.edge.backend.Pools;
import io.ambit.edge.backend.Spillway;
import org.jspecify.annotations.Nullable;

/**
 * The way a request would go: its pool, the backend that would take it, and what is ahead of it
 * there. Found before the gate is asked; what the gate then says is told to the pool. A retry
 * beyond the pool's budget of retries is load that nobody has room for, so it meets overload.
 *
 * <p>A request goes to another region if this one is drained, if its pool has too few members left
 * or nobody who can take it, or if it is made again after the last one failed here; as far as the
 * spill table has room. Which requests these are is decided by the key or the id, so that one that
 * is asked for again is answered alike. What came from another region stays, and so does a write
 * that is at home.
 *
 * @param backend null if nobody can take it, or the pool never had one: then the region is all
 *     there is to name
 * @param elsewhere the region it goes to; null if it stays
 * @param cause why it would go there or find no room there; null if it stays
 */
record Way(
    Asked asked,
    Pool pool,
    double draw,
    Ahead ahead,
    @Nullable Member backend,
    @Nullable String elsewhere,
    @Nullable Cause cause) {

  /** Why a request leaves the region. */
  enum Cause {
    DRAINED,
    NO_BACKEND,
    /** Most of its pool is out, or was until just now. */
    FEW_BACKENDS,
    RETRY
  }

  /**
   * Finds it.
   *
   * @param bound whether the request must not leave the region, whatever comes of that
   */
  static Way find(Pools pools, Spillway spillway, Asked asked, boolean bound, long nowNanos) {
    Pool pool = pools.of(asked.pool());
    double draw = Draws.of(asked.requestId());
    if (asked.attempt() > 1 && !pool.retry()) {
      return new Way(asked, pool, draw, Ahead.OVERLOADED, null, null, null);
    }
    long bits = Draws.away(asked.routeKey(), asked.requestId());
    int part = Draws.part(bits);
    boolean guest = bound || asked.origin() != null;
    if (!guest && part < spillway.away()) {
      String to = spillway.drainTo(asked.priority(), Draws.slot(bits));
      Ahead ahead = to == null ? Ahead.NO_BACKEND : Ahead.CLEAR;
      return new Way(asked, pool, draw, ahead, null, to, Cause.DRAINED);
    }
    if (!guest && pool.isPeopled()) {
      Way away = away(pool, spillway, asked, draw, bits);
      if (away != null) {
        return away;
      }
    }
    boolean yields = !guest && spillway.yields(asked.priority()) > part;
    if (yields || pool.overload().sheds(asked.priority(), draw, nowNanos)) {
      return new Way(asked, pool, draw, Ahead.OVERLOADED, null, null, null);
    }
    if (!pool.isPeopled()) {
      return new Way(asked, pool, draw, Ahead.CLEAR, null, null, null);
    }
    Member backend = pool.pick(Draws.bits(asked.routeKey()));
    Ahead ahead = backend == null ? Ahead.NO_BACKEND : Ahead.CLEAR;
    return new Way(asked, pool, draw, ahead, backend, null, null);
  }

  /** The way that the pool's state says: to another region that has room, or to try a backend. */
  private static @Nullable Way away(
      Pool pool, Spillway spillway, Asked asked, double draw, long bits) {
    Member left = pool.pickOfRest(Draws.bits(asked.routeKey()));
    if (left != null && left.state() == Member.State.PROVING && asked.attempt() <= 1) {
      // One request at a time finds out whether a backend is well again, or nobody ever would.
      return new Way(asked, pool, draw, Ahead.CLEAR, left, null, null);
    }
    Cause cause = null;
    if (left == null) {
      cause = Cause.NO_BACKEND;
    } else if (asked.attempt() > 1 && pool.failedLast()) {
      cause = Cause.RETRY;
    } else if (Draws.part(bits) < pool.elsewhere()) {
      cause = Cause.FEW_BACKENDS;
    }
    String to = cause == null ? null : spillway.spillTo(asked.priority(), Draws.slot(bits));
    return to == null ? null : new Way(asked, pool, draw, Ahead.CLEAR, null, to, cause);
  }

  /** The gate has ruled. */
  void ruled(Ruling ruling, long nowNanos) {
    boolean goes = ruling.verdict() == Verdict.ADMIT;
    if (goes && asked.attempt() <= 1) {
      pool.request();
    }
    if (cause != null) {
      return;
    }
    if (goes) {
      go(nowNanos);
    } else if (ruling.reason() == Reason.OVERLOAD) {
      pool.overload().shed(asked.priority());
    } else {
      pool.overload().refused(asked.priority());
    }
  }

  private void go(long nowNanos) {
    pool.overload().begin(asked.priority(), nowNanos);
    if (backend != null) {
      backend.begin(nowNanos);
    }
  }

  /** How long what is ahead lasts at least; 0 where that is not known. */
  long waitNanos(Ruling ruling, long nowNanos) {
    if (ruling.verdict() == Verdict.ADMIT) {
      return 0;
    }
    return switch (ruling.reason()) {
      case OVERLOAD -> pool.overload().waitNanos(asked.priority(), draw);
      case NO_BACKEND -> pool.backInNanos(nowNanos);
      default -> 0;
    };
  }
}
