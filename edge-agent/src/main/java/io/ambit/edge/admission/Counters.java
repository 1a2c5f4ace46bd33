package io.ambit.edge.admission;

import io.ambit.model.LimitKey;
import io.ambit.usage.Usage;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was offered and admitted of one limit since this process began, in milli-units. Any thread
 * adds, the loop reads; the sums stop at the largest long instead of wrapping.
 */
final class Counters {
  private final LongAdder offered = new LongAdder();
  private final LongAdder admitted = new LongAdder();
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

  void offered(long milli) {
    offered.add(milli);
  }

  void admitted(long milli) {
    admitted.add(milli);
  }

  /** The counters, if they changed since they were last read. Loop only. */
  Optional<Usage> read() {
    long offeredNow = offered.sum();
    long admittedNow = admitted.sum();
    if (told
        && offeredNow == seenOffered
        && admittedNow == seenAdmitted
        && returned == seenReturned) {
      return Optional.empty();
    }
    usage =
        new Usage(
            usage.key(),
            plus(usage.offeredMilli(), offeredNow - seenOffered),
            plus(usage.admittedMilli(), admittedNow - seenAdmitted),
            returned);
    seenOffered = offeredNow;
    seenAdmitted = admittedNow;
    seenReturned = returned;
    told = true;
    return Optional.of(usage);
  }

  /** What was offered so far. Loop only. */
  long offeredMilli() {
    return offered.sum();
  }

  /** Tokens were given back. Loop only. */
  void gaveBack(long milli) {
    returned += milli;
  }

  /**
   * Takes in how far tokens came in either direction. Loop only.
   *
   * @return by how much the tokens given to this edge grew
   */
  long flowed(long inflowMilli, long creditedMilli) {
    long growth = Math.max(0, inflowMilli - inflow);
    inflow = Math.max(inflow, inflowMilli);
    credited = Math.max(credited, creditedMilli);
    return growth;
  }

  /** Given back, and not yet taken in above: they still count against the depth. Loop only. */
  long onTheWayMilli() {
    return Math.max(0, returned - credited);
  }

  boolean hasFlowed(long inflowMilli, long creditedMilli) {
    return inflowMilli > inflow || creditedMilli > credited;
  }

  /** The next read tells the counters even if they did not change. Loop only. */
  void tellAgain() {
    told = false;
  }

  private static long plus(long count, long growth) {
    long sum = count + growth;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
