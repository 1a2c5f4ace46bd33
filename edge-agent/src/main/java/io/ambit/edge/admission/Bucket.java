package io.ambit.edge.admission;

import io.ambit.edge.core.LimitRule;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.usage.Usage;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What this edge has of one limit, and what was admitted and refused of it since this process
 * began, in milli-units; offered is both together. Debits come from any thread and wait for nobody;
 * {@link #follow}, {@link #renew} and {@link #read} belong to the loop.
 *
 * <p>Counters outlive the bucket they are in: one that comes after it counts on. What is told of
 * them stops at the largest long instead of wrapping.
 */
public abstract sealed class Bucket permits LeaseBucket, PurseBucket {
  private static final VarHandle MARKED = handle("marked", boolean.class);
  private static final VarHandle ADMITTED = handle("admitted", long.class);
  private static final VarHandle REFUSED = handle("refused", long.class);

  // What every decision touches comes first, side by side.

  @SuppressWarnings("unused") // through its handle
  private volatile long admitted;

  @SuppressWarnings("unused")
  private volatile long refused;

  /** What no edge could ever admit is no demand. In whole units, at most 10⁹. */
  private volatile int mostDemand;

  /** Whether the loop will read the counters anyway. */
  private volatile boolean marked;

  private final LimitKey key;
  private final Watch watch;
  private volatile Limit limit;

  // The loop's alone.

  private long toldOffered;
  private long toldAdmitted;

  /** Its place among all buckets by order of their keys; -1 once it is in the table no more. */
  private int order;

  private boolean told;

  /** Whether it is looked at at every tick. */
  boolean listed;

  /** Null as long as tokens come at the rate alone. */
  private @Nullable Flow flow;

  /** Who was marked before. */
  @Nullable Bucket markedBefore;

  /** Counts on from where {@code before} is, which is in the table no more; from 0 without. */
  Bucket(LimitRule rule, @Nullable Bucket before, Watch watch) {
    this.key = rule.key();
    this.limit = rule.limit();
    this.mostDemand = mostDemand(rule.limit());
    this.watch = watch;
    if (before != null) {
      this.admitted = before.admittedMilli();
      this.refused = before.refusedMilli();
      this.toldOffered = before.toldOffered;
      this.toldAdmitted = before.toldAdmitted;
      this.flow = before.flow;
    }
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

  /** What was admitted so far. */
  long admittedMilli() {
    return admitted;
  }

  /** What was refused so far. */
  long refusedMilli() {
    return refused;
  }

  /** What was offered so far. */
  final long offeredMilli() {
    return admittedMilli() + refusedMilli();
  }

  /** Counts what was counted elsewhere. */
  final void add(long admittedMilli, long refusedMilli) {
    var unused = (long) ADMITTED.getAndAdd(this, admittedMilli);
    countRefused(refusedMilli);
  }

  /** The counters if they changed since they were last read, or were not read yet; else null. */
  final @Nullable Usage read() {
    // Refused is read last: who asks meanwhile is not admitted and yet not offered.
    long admittedNow = admittedMilli();
    long offeredNext = grown(toldOffered, admittedNow + refusedMilli());
    long admittedNext = grown(toldAdmitted, admittedNow);
    boolean same = offeredNext == toldOffered && admittedNext == toldAdmitted;
    if (told && same && (flow == null || flow.isTold())) {
      return null;
    }
    told = true;
    toldOffered = offeredNext;
    toldAdmitted = admittedNext;
    return new Usage(key, offeredNext, admittedNext, flow == null ? 0 : flow.tell());
  }

  /** Where a counter that was at {@code told} is at {@code now}, which wraps. */
  private static long grown(long told, long now) {
    long sum = told + Math.max(0, now - told);
    return told == Long.MAX_VALUE || sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** Whether its counters were ever read. */
  final boolean isTold() {
    return told;
  }

  /** What was offered when it was last read. */
  final long toldOfferedMilli() {
    return toldOffered == Long.MAX_VALUE ? offeredMilli() : toldOffered;
  }

  /** Tokens were given back. */
  final void gaveBack(long milli) {
    if (milli > 0) {
      flow().gaveBack(milli);
    }
  }

  /** Takes in how far tokens came; returns by how much those given to this edge grew. */
  final long flowed(long inflowMilli, long creditedMilli) {
    return hasFlowed(inflowMilli, creditedMilli) ? flow().take(inflowMilli, creditedMilli) : 0;
  }

  final boolean hasFlowed(long inflowMilli, long creditedMilli) {
    return flow == null
        ? inflowMilli > 0 || creditedMilli > 0
        : flow.hasGrown(inflowMilli, creditedMilli);
  }

  /** Given back, and not yet taken in above: they still count against the depth. */
  final long onTheWayMilli() {
    return flow == null ? 0 : flow.onTheWayMilli();
  }

  private Flow flow() {
    Flow known = flow;
    if (known == null) {
      known = new Flow();
      flow = known;
    }
    return known;
  }

  /** What no edge could ever admit is no demand: at most the burst. */
  final long demand(long costMilli) {
    return Math.min(costMilli, mostDemand * Limit.MILLI);
  }

  private static int mostDemand(Limit limit) {
    return (int) (limit.isPeriodic() ? limit.quota() : limit.burst());
  }

  /** Has the loop read the counters at its next tick. */
  final void mark() {
    if (!marked && MARKED.compareAndSet(this, false, true)) {
      watch.asked().add(this);
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

  final Watch watch() {
    return watch;
  }

  final int order() {
    return order;
  }

  /** Its place among all buckets from now on. */
  final void place(int index) {
    order = index;
  }

  final boolean hasLeft() {
    return order < 0;
  }

  /** It is in the table no more. Loop only. */
  void leave() {
    order = -1;
  }

  /** The first tick since {@code sinceNanos} that finds something to do. Loop only. */
  void wake(long sinceNanos, long nowNanos) {}

  /** Follows {@code rule} from now on. */
  void follow(long nowNanos, LimitRule rule) {
    limit = rule.limit();
    mostDemand = mostDemand(limit);
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
