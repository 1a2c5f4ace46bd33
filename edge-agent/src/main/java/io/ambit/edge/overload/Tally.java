package io.ambit.edge.overload;

import io.ambit.model.Priority;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

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
  static final int OPEN = PADDING;
  static final int BEGUN = OPEN + 1;
  static final int SUCCEEDED = BEGUN + PRIORITIES;
  static final int SLOW_FAILED = SUCCEEDED + 1;
  static final int LATENCY_NANOS = SLOW_FAILED + 1;
  static final int SHED = LATENCY_NANOS + 1;
  static final int REFUSED = SHED + PRIORITIES;

  // What NearCount knows of the others, and since when.
  static final int OTHERS_OPEN = REFUSED + PRIORITIES;
  static final int LOOKED_NANOS = OTHERS_OPEN + 1;

  /** The latest slice there is. */
  private static final int NEWEST = LOOKED_NANOS + 1;

  private static final int RING = NEWEST + 1;
  private static final int LENGTH = RING + SLICES + PADDING;

  /** A place of the ring: the slice's number above, and below it what is open of it, signed. */
  private static final int OPEN_BITS = 28;

  private static final int NUMBER_BITS = Long.SIZE - OPEN_BITS;

  private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] counts = new long[LENGTH];
  private final boolean shared;

  /**
   * Nothing counted yet.
   *
   * @param shared whether several threads write it
   */
  Tally(boolean shared) {
    this.shared = shared;
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

  /** One more, or with -1 one less, is open of those that began in a slice, from 0 on. */
  void open(long slice, int more) {
    add(OPEN, more);
    reach(slice);
    int place = place(slice);
    long before = read(place);
    while (number(before) <= slice && !replace(place, before, with(before, slice, more))) {
      before = read(place);
    }
  }

  /** What is open of the slices after {@code slice}. */
  long openAfter(long slice) {
    long newest = read(NEWEST);
    long sum = 0;
    for (long each = Math.max(slice, newest - SLICES) + 1; each <= newest; each++) {
      long there = read(place(each));
      sum += number(there) == each ? open(there) : 0;
    }
    return sum;
  }

  private void reach(long slice) {
    long newest = read(NEWEST);
    while (newest < slice && !replace(NEWEST, newest, slice)) {
      newest = read(NEWEST);
    }
  }

  private boolean replace(int place, long before, long after) {
    if (shared) {
      return COUNT.compareAndSet(counts, place, before, after);
    }
    COUNT.setOpaque(counts, place, after);
    return true;
  }

  private static int place(long slice) {
    return RING + ((int) slice & (SLICES - 1));
  }

  private static long with(long there, long slice, int more) {
    long open = (number(there) == slice ? open(there) : 0) + more;
    return slice << OPEN_BITS | (open << NUMBER_BITS >>> NUMBER_BITS);
  }

  private static long number(long there) {
    return there >> OPEN_BITS;
  }

  private static long open(long there) {
    return there << NUMBER_BITS >> NUMBER_BITS;
  }
}
