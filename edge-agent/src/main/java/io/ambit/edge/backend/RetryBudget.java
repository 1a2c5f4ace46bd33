package io.ambit.edge.backend;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many requests may be asked for again: a fifth of those that are asked for the first time, and
 * a few to begin with. Without such a bound retries multiply what a resource in trouble has to do.
 *
 * <p>Any thread asks; one, the loop's, refills.
 */
final class RetryBudget {
  /** In thousandths of a retry. */
  static final long PER_REQUEST = 200;

  private static final long ONE = 1_000;
  private static final long START = 10 * ONE;

  /** What is saved up is gone after about so long. */
  private static final double MEMORY_SECONDS = 10;

  private final LongAdder requests = new LongAdder();
  private final AtomicLong left = new AtomicLong(START);
  private long seen;
  private double perSecond;

  /** A request is made for the first time. */
  void request() {
    requests.increment();
  }

  /** Takes one retry out if there is one left. */
  boolean take() {
    long seenLeft = left.get();
    while (seenLeft >= ONE) {
      if (left.compareAndSet(seenLeft, seenLeft - ONE)) {
        return true;
      }
      seenLeft = left.get();
    }
    return false;
  }

  /** Whether a caller may count on a retry now. */
  boolean hasRoom() {
    return left.get() >= ONE;
  }

  /** Whole retries left. */
  long left() {
    return left.get() / ONE;
  }

  void refill(double seconds) {
    long sum = requests.sum();
    long more = sum - seen;
    seen = sum;
    perSecond += (more / seconds - perSecond) * Math.min(1, seconds / MEMORY_SECONDS);
    long most = Math.max(START, (long) (perSecond * MEMORY_SECONDS * PER_REQUEST));
    left.updateAndGet(now -> now >= most ? now : Math.min(most, now + more * PER_REQUEST));
  }
}
