package io.ambit.edge.admission;

import io.ambit.edge.core.Terms;
import io.ambit.lease.Share;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A bucket's life on one set of terms. Tokens accrue along a line that bends once, where the lease
 * ends and the floor takes over; {@code spent} is what was debited or destroyed of them so far, and
 * a request is admitted if the line is high enough above it.
 *
 * <p>Depth is how far above {@code spent} the line may count: what has accrued beyond it is
 * destroyed by the next debit. When the terms change, this stretch is closed for good and what is
 * left starts the next one, so a raised depth arrives empty and a lowered one destroys what is
 * above it.
 */
final class Stretch implements Bucket.Debited {
  /** What became of a debit. */
  enum Debit {
    DONE,
    SHORT,
    CLOSED
  }

  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(Stretch.class, "word", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // What a debit under the lease reads, side by side: of many tenants each has a line of its own.

  /** What is spent, shifted left by one; the lowest bit says that the stretch is closed. */
  private volatile long word;

  private final long startNanos;
  private final long startMilli;
  private final long leaseRateMilli;
  private final long leaseRoomMilli;
  private final long leaseEndNanos;

  /** Below 10⁹. */
  private final int startFraction;

  private final long takenUpMilli;
  private final Terms terms;
  private final Slices slices;
  private volatile @Nullable Successor successor;

  /**
   * What comes after.
   *
   * @param inflowMilli tokens given on top of what is left
   * @param onTheWayMilli given back earlier and not yet taken in above, which takes up depth
   * @param keepMilli what is more is given back; {@link Long#MAX_VALUE} to give nothing back
   * @param slices what cells may hold for themselves
   */
  record Successor(
      long nowNanos,
      Terms terms,
      long inflowMilli,
      long onTheWayMilli,
      long keepMilli,
      Slices slices) {

    Successor(long nowNanos, Terms terms, long inflowMilli, long onTheWayMilli, long keepMilli) {
      this(nowNanos, terms, inflowMilli, onTheWayMilli, keepMilli, Slices.NONE);
    }

    /** What of the depth is not to be had, besides what is given back now. */
    long takenUpMilli() {
      return onTheWayMilli + slices.reserveMilli();
    }
  }

  Stretch(Accrual start, Terms terms, long takenUpMilli, Slices slices) {
    this.terms = terms;
    this.slices = slices;
    this.takenUpMilli = takenUpMilli;
    this.startNanos = start.startNanos();
    this.startMilli = start.milli();
    this.startFraction = (int) start.fraction();
    this.leaseRateMilli = start.rateMilli();
    this.leaseRoomMilli = room(terms.lease());
    this.leaseEndNanos =
        terms.usableUntilNanos() - startNanos > 0 ? terms.usableUntilNanos() : startNanos;
  }

  /** The first stretch of a bucket: without a token. */
  static Stretch first(long nowNanos, Terms terms) {
    return new Stretch(
        new Accrual(nowNanos, 0, 0, terms.lease().rateMilli()), terms, 0, Slices.NONE);
  }

  Terms terms() {
    return terms;
  }

  Slices slices() {
    return slices;
  }

  long ageNanos(long nowNanos) {
    return nowNanos - startNanos;
  }

  boolean onLease(long nowNanos) {
    return leaseEndNanos - nowNanos > 0;
  }

  /** Takes {@code costMilli} tokens if there are so many. */
  Debit debit(long costMilli, long nowNanos) {
    long accrued = accrued(nowNanos);
    long destroyed = destroyed(nowNanos, accrued);
    while (true) {
      long seen = word;
      if (isClosed(seen)) {
        return Debit.CLOSED;
      }
      long spent = Math.max(seen >> 1, destroyed);
      if (accrued - spent < costMilli) {
        return Debit.SHORT;
      }
      if (WORD.compareAndSet(this, seen, (spent + costMilli) << 1)) {
        return Debit.DONE;
      }
    }
  }

  /**
   * Takes between {@code leastMilli} and {@code mostMilli} tokens, no more than one part in {@code
   * parts} of those there are unless that is too little.
   *
   * @return how many; if there are not so many, -1 less those there are, at most 0 of them; {@link
   *     Long#MIN_VALUE} if the stretch is closed
   */
  long draw(long leastMilli, long mostMilli, int parts, long nowNanos) {
    long accrued = accrued(nowNanos);
    long destroyed = destroyed(nowNanos, accrued);
    while (true) {
      long seen = word;
      if (isClosed(seen)) {
        return Long.MIN_VALUE;
      }
      long spent = Math.max(seen >> 1, destroyed);
      long there = accrued - spent;
      if (there < leastMilli) {
        return -1 - Math.max(0, there);
      }
      long taken = Math.max(leastMilli, Math.min(mostMilli, there / parts));
      if (WORD.compareAndSet(this, seen, (spent + taken) << 1)) {
        return taken;
      }
    }
  }

  /** Gives a debit back, unless the terms changed since: then it is lost, which errs to less. */
  @Override
  public void refund(long costMilli) {
    var unused = giveBack(costMilli);
  }

  /** The same; returns whether it was given back. */
  boolean giveBack(long costMilli) {
    long seen = word;
    while (!isClosed(seen)) {
      if (WORD.compareAndSet(this, seen, ((seen >> 1) - costMilli) << 1)) {
        return true;
      }
      seen = word;
    }
    return false;
  }

  /**
   * Takes up to {@code costMilli} tokens whether they are there or not, as far as that leaves no
   * more than {@code mostMilli} too few.
   *
   * @return how many, or -1 if the stretch is closed
   */
  long overdraw(long costMilli, long mostMilli, long nowNanos) {
    long accrued = accrued(nowNanos);
    long destroyed = destroyed(nowNanos, accrued);
    while (true) {
      long seen = word;
      if (isClosed(seen)) {
        return -1;
      }
      long spent = Math.max(seen >> 1, destroyed);
      long taken = Math.clamp(accrued - spent + mostMilli, 0, costMilli);
      if (WORD.compareAndSet(this, seen, (spent + taken) << 1)) {
        return taken;
      }
    }
  }

  long startNanos() {
    return startNanos;
  }

  boolean beganAfter(long nanos) {
    return startNanos - nanos > 0;
  }

  /** Tokens there are, up to the depth in force; negative if debits ran ahead of the terms. */
  long available(long nowNanos) {
    long accrued = accrued(nowNanos);
    return accrued - Math.max(word >> 1, destroyed(nowNanos, accrued));
  }

  long rateMilli(long nowNanos) {
    return onLease(nowNanos) ? leaseRateMilli : terms.floor().rateMilli();
  }

  long depthMilli(long nowNanos) {
    return onLease(nowNanos) ? terms.lease().depthMilli() : terms.floor().depthMilli();
  }

  /** Ends this stretch: no debit succeeds any more. One thread closes. */
  void close(Successor next) {
    successor = next;
    var unused = (long) WORD.getAndBitwiseOr(this, 1L);
  }

  /** What follows a closed stretch; the same whoever asks. */
  Stretch next() {
    Successor then = successor;
    if (then == null) {
      throw new IllegalStateException("the stretch is open");
    }
    Accrual carried = carry(then.nowNanos(), then.terms().lease().rateMilli());
    long takenUp = then.takenUpMilli();
    long room = Math.max(0, then.terms().lease().depthMilli() - takenUp);
    long level = Math.min(carried.milli() + then.inflowMilli(), room);
    long givenBack = level > then.keepMilli() ? level - then.keepMilli() : 0;
    boolean full = level < carried.milli() + then.inflowMilli();
    Accrual start =
        new Accrual(
            then.nowNanos(), level - givenBack, full ? 0 : carried.fraction(), carried.rateMilli());
    return new Stretch(start, then.terms(), takenUp + givenBack, then.slices());
  }

  /** What was given back when this stretch began, as {@code began} says. */
  long givenBackMilli(Successor began) {
    return takenUpMilli - began.takenUpMilli();
  }

  private Accrual carry(long nowNanos, long rateMilli) {
    long accrued = accrued(nowNanos);
    long spent = word >> 1;
    long destroyed = destroyed(nowNanos, accrued);
    Accrual line = onLease(nowNanos) ? underLease() : onFloor();
    // A full bucket keeps no fraction above its depth.
    long fraction = destroyed >= spent ? 0 : line.turn(nowNanos, rateMilli).fraction();
    return new Accrual(nowNanos, accrued - Math.max(spent, destroyed), fraction, rateMilli);
  }

  private Accrual underLease() {
    return new Accrual(startNanos, startMilli, startFraction, leaseRateMilli);
  }

  /** Worked out when it is needed, which is seldom: leases are renewed. */
  private Accrual onFloor() {
    return underLease().turn(leaseEndNanos, terms.floor().rateMilli());
  }

  private long accrued(long nowNanos) {
    return onLease(nowNanos)
        ? Accrual.milliAfter(nowNanos - startNanos, startMilli, startFraction, leaseRateMilli)
        : onFloor().milliAt(nowNanos);
  }

  /** What counts as spent at least: everything deeper than the bucket is, or was on the lease. */
  private long destroyed(long nowNanos, long accrued) {
    if (onLease(nowNanos)) {
      return accrued - leaseRoomMilli;
    }
    return Math.max(onFloor().milli() - leaseRoomMilli, accrued - room(terms.floor()));
  }

  /** What a bucket may hold: not what is on its way up and may be used there yet. */
  private long room(Share share) {
    return Math.max(0, share.depthMilli() - takenUpMilli);
  }

  private static boolean isClosed(long seen) {
    return (seen & 1) != 0;
  }
}
