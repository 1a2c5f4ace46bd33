package io.ambit.edge.decision;

import io.ambit.edge.admission.Ahead;
import io.ambit.edge.admission.Reason;
import io.ambit.edge.admission.Ruling;
import io.ambit.edge.admission.Verdict;
import io.ambit.edge.backend.Member;
import io.ambit.edge.backend.Pool;
import io.ambit.edge.backend.Pools;
import org.jspecify.annotations.Nullable;

/**
 * The way a request would go: its pool, the backend that would take it, and what is ahead of it
 * there. Found before the gate is asked; what the gate then says is told to the pool. A retry
 * beyond the pool's budget of retries is load that nobody has room for, so it meets overload.
 *
 * @param backend null if nobody can take it, or the pool never had one: then the region is all
 *     there is to name
 */
record Way(Asked asked, Pool pool, double draw, Ahead ahead, @Nullable Member backend) {
  static Way find(Pools pools, Asked asked) {
    Pool pool = pools.of(asked.pool());
    double draw = Draws.of(asked.requestId());
    boolean overloaded = pool.overload().sheds(asked.priority(), draw);
    if (overloaded || asked.attempt() > 1 && !pool.retry()) {
      return new Way(asked, pool, draw, Ahead.OVERLOADED, null);
    }
    if (!pool.isPeopled()) {
      return new Way(asked, pool, draw, Ahead.CLEAR, null);
    }
    Member backend = pool.pick(Draws.bits(asked.routeKey()));
    return new Way(asked, pool, draw, backend == null ? Ahead.NO_BACKEND : Ahead.CLEAR, backend);
  }

  /** The gate has ruled. */
  void ruled(Ruling ruling, long nowNanos) {
    if (ruling.verdict() == Verdict.ADMIT) {
      go(nowNanos);
    } else if (ruling.reason() == Reason.OVERLOAD) {
      pool.overload().shed(asked.priority());
    } else {
      pool.overload().refused(asked.priority());
    }
  }

  private void go(long nowNanos) {
    pool.overload().begin(asked.priority(), nowNanos);
    if (asked.attempt() <= 1) {
      pool.request();
    }
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
