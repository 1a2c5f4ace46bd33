package io.ambit.edge.backend;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How long one backend's requests take: a mean that forgets, with the last thirty or so requests
 * counting most. A failure never makes it look faster: a backend that is broken answers at once.
 * Thread-safe, and makes no object.
 */
final class Latency {
  private static final double WEIGHT = 1.0 / 16;

  /** So long without a request and a backend is thought of as the others. */
  private static final double FORGET_SECONDS = 5;

  /** The mean in nanoseconds as bits of a double; 0 as long as nothing was told. */
  private final AtomicLong bits = new AtomicLong();

  private final AtomicLong count = new AtomicLong();
  private long seen;

  void add(long tookNanos, boolean success) {
    count.incrementAndGet();
    while (true) {
      long old = bits.get();
      double mean = Double.longBitsToDouble(old);
      double next = mean == 0 ? tookNanos : mean + (tookNanos - mean) * WEIGHT;
      if (!success && next < mean || bits.compareAndSet(old, Double.doubleToLongBits(next))) {
        return;
      }
    }
  }

  /** Nanoseconds; 0 as long as nothing was told. */
  double mean() {
    return Double.longBitsToDouble(bits.get());
  }

  /** One that nobody asks any more is not slow for ever. One thread. */
  void rest(double seconds, double poolsMean) {
    long now = count.get();
    double mean = mean();
    if (now == seen && mean > poolsMean && poolsMean > 0) {
      double next = mean + (poolsMean - mean) * Math.min(1, seconds / FORGET_SECONDS);
      bits.compareAndSet(Double.doubleToLongBits(mean), Double.doubleToLongBits(next));
    }
    seen = now;
  }
}
