package io.ambit.edge.overload;

/**
 * How many requests have begun and not ended, as far as callers tell. They may never tell, so each
 * is remembered by the slice of time it began in, and what a slice has open once it is old enough
 * is forgotten. An end says how long its request took and so which slice to take it from; one that
 * comes too late changes nothing.
 *
 * <p>Any thread begins and ends, without waiting; one forgets. Each thread counts in a {@link
 * Tally} of its own, so nobody can empty a slice that is forgotten. Instead all that ever began
 * less all that ever ended is compared to what the slices still remembered say; the difference is
 * what is gone, and is worked out anew at each forgetting. So an end that is told while its slice
 * is being forgotten, or what begins or ends while sums are being taken, leaves the count off by
 * itself until the next forgetting, and no longer (ADR-0036).
 *
 * <p>Bounds: what {@link Tallies} take, and slices for {@link #LONGEST_NANOS}.
 */
public final class UnderWay {
  /** A slice is 2²⁶ ns, 67 ms: found by a shift. */
  private static final int SLICE_BITS = 26;

  /** The longest anything is remembered; the ring has room for 17 s. */
  public static final long LONGEST_NANOS = 10_000_000_000L;

  private final long originNanos;
  private final Tallies tallies = new Tallies();

  /** The latest slice that is forgotten. */
  private volatile long forgotten = -1;

  /** What is open by the counters and not by the slices that are remembered. */
  private volatile long gone;

  public UnderWay(long nowNanos) {
    // Who asks may have read the clock a little earlier.
    originNanos = nowNanos - (1L << SLICE_BITS);
  }

  public void begin(long nowNanos) {
    begin(tallies.mine(), 0, nowNanos);
  }

  /** The same of one of a priority, for a thread that has looked up its tally. */
  void begin(Tally mine, int priority, long nowNanos) {
    mine.begin(priority, slice(nowNanos));
  }

  /** One that took {@code latencyNanos} has ended. */
  public void end(long nowNanos, long latencyNanos) {
    end(tallies.mine(), Tally.SUCCEEDED, nowNanos, latencyNanos);
  }

  /** The same, with what became of it, for a thread that has looked up its tally. */
  void end(Tally mine, int outcome, long nowNanos, long latencyNanos) {
    long began = slice(nowNanos - latencyNanos);
    if (began > forgotten) {
      mine.end(outcome, began);
    } else {
      mine.endLate(outcome);
    }
  }

  /** One that went to a resource {@code agoNanos} ago did not go after all. */
  void withdraw(Tally mine, int priority, long nowNanos, long agoNanos) {
    long began = slice(nowNanos - agoNanos);
    if (began > forgotten) {
      mine.withdraw(priority, began);
    } else {
      mine.withdrawLate(priority);
    }
  }

  /** How many there are; never below 0. Reads two lines of each tally. */
  public long count() {
    return Math.max(0, balance());
  }

  /** The same, below 0 if more ends were told than had begun. */
  long balance() {
    return tallies.open() - gone;
  }

  /**
   * Forgets what began longer ago than {@code lifetimeNanos}. One thread forgets.
   *
   * @return how many of them had not ended; below 0 if more ends were told than had begun
   */
  public long forget(long nowNanos, long lifetimeNanos) {
    long last = slice(nowNanos - Math.min(lifetimeNanos, LONGEST_NANOS)) - 1;
    forgotten = Math.max(forgotten, last);
    long before = gone;
    gone = tallies.open() - tallies.openAfter(forgotten);
    return gone - before;
  }

  /** Where else its threads may count. */
  Tallies tallies() {
    return tallies;
  }

  private long slice(long nanos) {
    return (nanos - originNanos) >> SLICE_BITS;
  }
}
