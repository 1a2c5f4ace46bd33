package io.ambit.edge.overload;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many requests have begun and not ended, as far as callers tell. They may never tell, so each
 * is remembered by the slice of time it began in, and what a slice has open once it is old enough
 * is forgotten. An end says how long its request took and so which slice to take it from; one that
 * comes too late changes nothing.
 *
 * <p>Any thread begins and ends, without waiting; one forgets.
 */
public final class UnderWay {
  static final long SLICE_NANOS = 50_000_000;

  /** The longest anything is remembered; the ring has room for a little more. */
  public static final long LONGEST_NANOS = 10_000_000_000L;

  private static final int SLICES = 256;
  private static final int STRIPES = 4;

  /** What began less what ended, by slice, in stripes so that threads seldom meet. */
  private final AtomicLongArray open = new AtomicLongArray(SLICES * STRIPES);

  /** The sum of all slices. */
  private final LongAdder total = new LongAdder();

  private volatile long forgotten;

  public UnderWay(long nowNanos) {
    forgotten = slice(nowNanos) - 1;
  }

  public void begin(long nowNanos) {
    open.getAndIncrement(slot(slice(nowNanos), stripe()));
    total.increment();
  }

  /** One that took {@code latencyNanos} has ended. */
  public void end(long nowNanos, long latencyNanos) {
    long began = slice(nowNanos - latencyNanos);
    if (began - forgotten > 0) {
      open.getAndDecrement(slot(began, stripe()));
      total.decrement();
    }
  }

  /** How many there are; never below 0. */
  public long count() {
    return Math.max(0, total.sum());
  }

  /**
   * Forgets what began longer ago than {@code lifetimeNanos}. One thread forgets.
   *
   * @return how many of them had not ended; below 0 if more ends were told than had begun
   */
  public long forget(long nowNanos, long lifetimeNanos) {
    long last = slice(nowNanos - Math.min(lifetimeNanos, LONGEST_NANOS)) - 1;
    long left = 0;
    // After a long pause the ring has gone round: once is enough.
    long first = Math.max(forgotten + 1, last - SLICES + 1);
    for (long slice = first; slice - last <= 0; slice++) {
      forgotten = slice;
      for (int stripe = 0; stripe < STRIPES; stripe++) {
        left += open.getAndSet(slot(slice, stripe), 0);
      }
    }
    total.add(-left);
    return left;
  }

  private static long slice(long nanos) {
    return Math.floorDiv(nanos, SLICE_NANOS);
  }

  private static int slot(long slice, int stripe) {
    return stripe * SLICES + Math.floorMod(slice, SLICES);
  }

  private static int stripe() {
    return (int) Thread.currentThread().threadId() & (STRIPES - 1);
  }
}
