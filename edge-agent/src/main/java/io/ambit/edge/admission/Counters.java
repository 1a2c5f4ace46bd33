package io.ambit.edge.admission;

import io.ambit.model.LimitKey;
import io.ambit.usage.Usage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was admitted and refused of one limit since this process began, in milli-units, as the loop
 * reads it; offered is both together. The sums stop at the largest long instead of wrapping. What
 * any thread counts is in the limit's bucket, and in cells while it is asked for much; these
 * outlive both. Loop only.
 */
final class Counters {
  /** Where threads count. Whoever counts on after it was left is not heard. */
  interface Counted {
    Counted NOTHING =
        new Counted() {
          @Override
          public long admittedMilli() {
            return 0;
          }

          @Override
          public long refusedMilli() {
            return 0;
          }
        };

    /** Any thread. */
    long admittedMilli();

    /** Any thread. */
    long refusedMilli();
  }

  private Counted bucket = Counted.NOTHING;
  private Counted cells = Counted.NOTHING;
  private long admittedBefore;
  private long refusedBefore;
  private long seenOffered;
  private long seenAdmitted;
  private Usage usage;
  private boolean told;
  private long returned;
  private long seenReturned;
  private long inflow;
  private long credited;

  Counters(LimitKey key) {
    usage = new Usage(key, 0, 0);
  }

  /**
   * Counts what is counted in {@code next} too from now on, and no more what is in an earlier one.
   */
  void follow(Counted next) {
    keep(bucket);
    bucket = next;
  }

  /** The same for cells. */
  void include(@Nullable Cells next) {
    keep(cells);
    cells = next == null ? Counted.NOTHING : next;
  }

  private void keep(Counted left) {
    admittedBefore += left.admittedMilli();
    refusedBefore += left.refusedMilli();
  }

  /** The counters, if they changed since they were last read. */
  Optional<Usage> read() {
    // Refused is read last: who asks meanwhile is not admitted and yet not offered.
    long admittedNow = admittedMilli();
    long offeredGrowth = Math.max(0, admittedNow + refusedMilli() - seenOffered);
    long admittedGrowth = admittedNow - seenAdmitted;
    if (told && offeredGrowth == 0 && admittedGrowth == 0 && returned == seenReturned) {
      return Optional.empty();
    }
    usage =
        new Usage(
            usage.key(),
            plus(usage.offeredMilli(), offeredGrowth),
            plus(usage.admittedMilli(), admittedGrowth),
            returned);
    seenOffered += offeredGrowth;
    seenAdmitted = admittedNow;
    seenReturned = returned;
    told = true;
    return Optional.of(usage);
  }

  /** What was offered when it was last read. */
  long readMilli() {
    return seenOffered;
  }

  /** What was offered so far. */
  long offeredMilli() {
    return admittedMilli() + refusedMilli();
  }

  private long admittedMilli() {
    return admittedBefore + bucket.admittedMilli() + cells.admittedMilli();
  }

  private long refusedMilli() {
    return refusedBefore + bucket.refusedMilli() + cells.refusedMilli();
  }

  /** Tokens were given back. */
  void gaveBack(long milli) {
    returned += milli;
  }

  /**
   * Takes in how far tokens came in either direction.
   *
   * @return by how much the tokens given to this edge grew
   */
  long flowed(long inflowMilli, long creditedMilli) {
    long growth = Math.max(0, inflowMilli - inflow);
    inflow = Math.max(inflow, inflowMilli);
    credited = Math.max(credited, creditedMilli);
    return growth;
  }

  /** Given back, and not yet taken in above: they still count against the depth. */
  long onTheWayMilli() {
    return Math.max(0, returned - credited);
  }

  boolean hasFlowed(long inflowMilli, long creditedMilli) {
    return inflowMilli > inflow || creditedMilli > credited;
  }

  /** The next read tells the counters even if they did not change. */
  void tellAgain() {
    told = false;
  }

  private static long plus(long count, long growth) {
    long sum = count + growth;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
