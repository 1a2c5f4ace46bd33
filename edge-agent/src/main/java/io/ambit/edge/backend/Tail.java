package io.ambit.edge.backend;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The latency that one request in twenty exceeds, of the last ten seconds or so: when to ask a
 * second backend instead of waiting on. Latencies are counted in buckets an eighth wide, from 8 µs
 * to ten minutes. Any thread adds; one, the loop's, reads.
 */
final class Tail {
  private static final double QUANTILE = 0.95;
  private static final long LEAST_SAMPLES = 100;
  private static final int PARTS = 8;
  private static final int LOWEST_BITS = 13;
  private static final int BUCKETS = 27 * PARTS;
  private static final double MEMORY_SECONDS = 10;

  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
  private final double[] kept = new double[BUCKETS];

  void add(long nanos) {
    counts.getAndIncrement(bucket(nanos));
  }

  /** The tail now, in nanoseconds; 0 as long as too little is known. */
  long read(double seconds) {
    double keep = 1 - Math.min(1, seconds / MEMORY_SECONDS);
    double all = 0;
    for (int i = 0; i < BUCKETS; i++) {
      kept[i] = kept[i] * keep + counts.getAndSet(i, 0);
      all += kept[i];
    }
    if (all < LEAST_SAMPLES) {
      return 0;
    }
    double above = all * (1 - QUANTILE);
    int bucket = BUCKETS;
    while (above >= 0 && bucket > 0) {
      above -= kept[--bucket];
    }
    return upperEnd(bucket);
  }

  private static int bucket(long nanos) {
    long value = Math.max(nanos, 1L << LOWEST_BITS);
    int bits = 63 - Long.numberOfLeadingZeros(value);
    int part = (int) (value >>> (bits - 3)) & (PARTS - 1);
    return Math.min(BUCKETS - 1, (bits - LOWEST_BITS) * PARTS + part);
  }

  private static long upperEnd(int bucket) {
    long from = 1L << (LOWEST_BITS + bucket / PARTS);
    return from + from / PARTS * (bucket % PARTS + 1);
  }
}
