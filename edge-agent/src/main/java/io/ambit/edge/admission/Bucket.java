package io.ambit.edge.admission;

import io.ambit.edge.core.LimitRule;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What this edge has of one limit. Debits come from any thread and wait for nobody; {@link #follow}
 * and {@link #renew} belong to the loop.
 */
public abstract sealed class Bucket implements Counters.Counted permits LeaseBucket, PurseBucket {
  private static final VarHandle MARKED = handle("marked", boolean.class);
  private static final VarHandle ADMITTED = handle("admitted", long.class);
  private static final VarHandle REFUSED = handle("refused", long.class);

  // What every decision touches comes first, side by side.

  @SuppressWarnings("unused") // through its handle
  private volatile long admitted;

  @SuppressWarnings("unused")
  private volatile long refused;

  /** What no edge could ever admit is no demand. */
  private volatile long mostDemandMilli;

  /** Whether the loop will read the counters anyway. */
  private volatile boolean marked;

  private final LimitKey key;
  private final Counters counters;
  private final Asked asked;
  private volatile Limit limit;

  /** Who was marked before. */
  @Nullable Bucket markedBefore;

  Bucket(LimitRule rule, Counters counters, Asked asked) {
    this.key = rule.key();
    this.limit = rule.limit();
    this.mostDemandMilli = mostDemandMilli(rule.limit());
    this.counters = counters;
    this.asked = asked;
    counters.follow(this);
  }

  /** Where a debit was taken from, to give it back at once if another limit refuses. */
  interface Debited {
    void refund(long costMilli);
  }

  public final LimitKey key() {
    return key;
  }

  /** The limit as it is in the world. */
  public final Limit limit() {
    return limit;
  }

  /** Whole units this edge could admit at once now. */
  public final long remaining(long nowNanos) {
    return Math.max(0, remainingMilli(nowNanos)) / Limit.MILLI;
  }

  /** What there is; negative if a settled request took more than there was. */
  abstract long remainingMilli(long nowNanos);

  /** The rate in force in milli-units per second. */
  public abstract long rateMilli(long nowNanos);

  /** The most there can be at once, in milli-units. */
  public abstract long depthMilli(long nowNanos);

  /** Whether what is given still counts, in grace or not; else there is the floor alone. */
  public abstract boolean onLease(long nowNanos);

  /** How long until {@code costMilli} may go if nobody else takes any: at least 1 ms. */
  public abstract long waitNanos(long costMilli, long nowNanos);

  /** How long until all there can be at once is there again, if nobody takes any. */
  public abstract long fullNanos(long nowNanos);

  /** What is left as a part of what there could be, 0 to 1: limits count in different units. */
  abstract double fullness(long nowNanos);

  /** Takes {@code costMilli}; returns where it came from, or null if there is too little. */
  abstract @Nullable Debited debit(long costMilli, long nowNanos);

  /**
   * Takes what a request turned out to cost beyond its debit, into debt if need be but not past the
   * most debt there may be.
   *
   * @return milli-units taken
   */
  abstract long overdraw(long extraMilli, long nowNanos);

  /**
   * Gives back what a request decided at {@code sinceNanos} did not take after all, if the terms it
   * was debited under are still in force.
   *
   * @return milli-units given back, all or none
   */
  abstract long giveBack(long restMilli, long sinceNanos);

  /** Counts an admitted request. */
  final void admitted(long costMilli) {
    long demand = demand(costMilli);
    if (demand < costMilli) {
      // Less than nothing: more is admitted than counts as demand.
      countRefused(demand - costMilli);
    }
    var unused = (long) ADMITTED.getAndAdd(this, costMilli);
    mark();
  }

  /** Counts a request that is not admitted. */
  final void refused(long costMilli) {
    countRefused(demand(costMilli));
    mark();
  }

  private void countRefused(long milli) {
    var unused = (long) REFUSED.getAndAdd(this, milli);
  }

  @Override
  public final long admittedMilli() {
    return admitted;
  }

  @Override
  public final long refusedMilli() {
    return refused;
  }

  /** What no edge could ever admit is no demand: at most the burst. */
  final long demand(long costMilli) {
    return Math.min(costMilli, mostDemandMilli);
  }

  private static long mostDemandMilli(Limit limit) {
    return limit.isPeriodic() ? limit.quotaMilli() : limit.depthMilli();
  }

  /** Has the loop read the counters at its next tick. */
  final void mark() {
    if (!marked && MARKED.compareAndSet(this, false, true)) {
      asked.add(this);
    }
  }

  /** What is counted from now on marks anew: to be called before the counters are read. */
  final void unmark() {
    marked = false;
  }

  /** Whether there is something to do at every tick, asked for or not. Loop only. */
  boolean isAwake() {
    return false;
  }

  /** It is in the table no more. Loop only. */
  void leave() {}

  /** The first tick since {@code sinceNanos} that finds something to do. Loop only. */
  void wake(long sinceNanos) {}

  final Counters counters() {
    return counters;
  }

  /** Follows {@code rule} from now on. */
  void follow(long nowNanos, LimitRule rule) {
    limit = rule.limit();
    mostDemandMilli = mostDemandMilli(limit);
  }

  /** Does what must be done now and then. */
  abstract void renew(long nowNanos);

  /** Gives back what others may be short of and this edge will not need soon. Loop only. */
  void returnSurplus(long nowNanos) {}

  private static VarHandle handle(String field, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(Bucket.class, field, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
