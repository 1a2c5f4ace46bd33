package io.ambit.edge.overload;

import io.ambit.model.Priority;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one thread, or those together that have none of their own, told of one resource: counters,
 * and what began less what ended by slice of time. Any of it may be below 0, since a request may
 * end on another thread than it began on: only sums over all tallies count. A thread's own is
 * written by that thread alone, plainly; the shared one by atomic operations. Any thread reads.
 *
 * <p>Nobody but its writer may set a slice back to 0. So each place of the ring says of which slice
 * it is: the writer begins it anew when it comes to a later one, and readers pass over those they
 * do not ask for.
 *
 * <p>2.4 KB, with a cache line before and behind that nobody else writes to.
 */
final class Tally {
  /** How many slices are remembered; earlier ones are overwritten. */
  static final int SLICES = 256;

  private static final int PRIORITIES = Priority.values().length;
  private static final int PADDING = 8;

  // Counters; those by priority take one place for each.
  static final int BEGUN = PADDING;
  static final int SUCCEEDED = BEGUN + PRIORITIES;
  static final int FAILED = SUCCEEDED + 1;

  /** Ends whose slice was forgotten: what they end is open no more, and is no more taken off. */
  private static final int LATE = FAILED + 1;

  static final int SLOW_FAILED = LATE + 1;
  static final int LATENCY_NANOS = SLOW_FAILED + 1;
  static final int SHED = LATENCY_NANOS + 1;
  static final int REFUSED = SHED + PRIORITIES;

  // What NearCount knows of the others, and since when.
  static final int OTHERS_OPEN = REFUSED + PRIORITIES;
  static final int LOOKED_NANOS = OTHERS_OPEN + 1;

  private static final int RING = LOOKED_NANOS + 1;
  private static final int LENGTH = RING + SLICES + PADDING;

  /** A place of the ring: the slice's number above, and below it what is open of it. */
  private static final int OPEN_BITS = 28;

  private static final long OPEN_MASK = (1L << OPEN_BITS) - 1;

  /** What stands for nothing open, in the middle of what fits: counting never meets the number. */
  private static final long NOTHING = 1L << (OPEN_BITS - 1);

  private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle OWNER;

  static {
    try {
      OWNER = MethodHandles.lookup().findVarHandle(Tally.class, "owner", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long[] counts = new long[LENGTH];
  private final boolean shared;

  /** Who writes; a thread that finds itself here put itself here. */
  @Nullable Thread owner;

  /**
   * Nothing counted yet.
   *
   * @param owner the only thread that writes it; null if any may
   */
  Tally(@Nullable Thread owner) {
    this.owner = owner;
    this.shared = owner == null;
    Arrays.fill(counts, RING, RING + SLICES, NOTHING);
  }

  /**
   * Makes {@code self} its owner if that one's thread has ended. What a thread did that has ended
   * happened before it was found to have ended.
   */
  boolean inherit(Thread self) {
    Thread before = (Thread) OWNER.getAcquire(this);
    return before != null && !before.isAlive() && OWNER.compareAndSet(this, before, self);
  }

  long read(int counter) {
    return (long) COUNT.getOpaque(counts, counter);
  }

  void add(int counter, long more) {
    if (shared) {
      var unused = (long) COUNT.getAndAdd(counts, counter, more);
    } else {
      COUNT.setOpaque(counts, counter, counts[counter] + more);
    }
  }

  /** Nothing is lost that matters if two threads set the shared one's at once. */
  void set(int counter, long value) {
    COUNT.setOpaque(counts, counter, value);
  }

  /** One of a priority began, in a slice from 0 on. */
  void begin(int priority, long slice) {
    add(BEGUN + priority, 1);
    open(slice, 1);
  }

  /** One that began in {@code slice} ended: {@link #SUCCEEDED} or {@link #FAILED}. */
  void end(int outcome, long slice) {
    add(outcome, 1);
    open(slice, -1);
  }

  /** The same of one whose slice was forgotten. */
  void endLate(int outcome) {
    add(outcome, 1);
    add(LATE, 1);
  }

  /** One that began in {@code slice} did not begin after all. */
  void withdraw(int priority, long slice) {
    add(BEGUN + priority, -1);
    open(slice, -1);
  }

  /** The same of one whose slice was forgotten. */
  void withdrawLate(int priority) {
    add(BEGUN + priority, -1);
    add(LATE, 1);
  }

  /** What began less what ended, as far as it was not forgotten when it did. */
  long open() {
    long begun = 0;
    for (int i = 0; i < PRIORITIES; i++) {
      begun += read(BEGUN + i);
    }
    // Read last: what began and ended meanwhile is not open, and makes no peak.
    return begun + read(LATE) - read(SUCCEEDED) - read(FAILED);
  }

  /** What is open of the slices after {@code slice}. */
  long openAfter(long slice) {
    long sum = 0;
    for (int i = RING; i < RING + SLICES; i++) {
      long there = read(i);
      sum += there >> OPEN_BITS > slice ? (there & OPEN_MASK) - NOTHING : 0;
    }
    return sum;
  }

  private void open(long slice, int more) {
    int place = RING + ((int) slice & (SLICES - 1));
    long there = counts[place];
    if (!shared && there >> OPEN_BITS == slice) {
      COUNT.setOpaque(counts, place, there + more);
    } else {
      openAnew(place, slice, more);
    }
  }

  /** A place that is of a later slice already says nothing of this one. */
  private void openAnew(int place, long slice, int more) {
    long before = read(place);
    while (before >> OPEN_BITS <= slice && !replace(place, before, with(before, slice, more))) {
      before = read(place);
    }
  }

  private boolean replace(int place, long before, long after) {
    if (shared) {
      return COUNT.compareAndSet(counts, place, before, after);
    }
    COUNT.setOpaque(counts, place, after);
    return true;
  }

  private static long with(long there, long slice, int more) {
    return (there >> OPEN_BITS == slice ? there : slice << OPEN_BITS | NOTHING) + more;
  }
}
