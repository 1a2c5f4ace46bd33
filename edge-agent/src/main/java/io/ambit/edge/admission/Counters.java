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
    if (told && offeredNow == seenOffered && admittedNow == seenAdmitted) {
      return Optional.empty();
    }
    usage =
        new Usage(
            usage.key(),
            plus(usage.offeredMilli(), offeredNow - seenOffered),
            plus(usage.admittedMilli(), admittedNow - seenAdmitted));
    seenOffered = offeredNow;
    seenAdmitted = admittedNow;
    told = true;
    return Optional.of(usage);
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
