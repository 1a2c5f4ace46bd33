package io.ambit.edge.core.leaf;

import io.ambit.lease.Durations;

/**
 * How long an assignment lasts on either side of it. A leaf counts from when it reads the
 * assignment, on its own clock, and says nothing of that; so what is charged for it ends as much
 * later as reading may take: {@code TTL·(1+ε) + }{@link #READ_NANOS} after it was sent. Within
 * {@code TTL·(1−ε) − READ_NANOS} a second one certainly finds the first in force.
 *
 * <p>A leaf that reads later than that may use one assignment up to its TTL past its charge.
 */
final class LeafSpans {
  /** The longest an assignment may take to be read. */
  static final long READ_NANOS = Durations.ofMillis(500);

  /** Whole seconds: Envoy cuts off what is less. */
  static final int LONGEST_SECONDS = 2;

  private static final long SECOND_NANOS = 1_000_000_000;

  private LeafSpans() {}

  /** How long after it is sent an assignment of {@code ttlSeconds} is charged. */
  static long charged(int ttlSeconds) {
    return Durations.charged(ttlSeconds * SECOND_NANOS) + READ_NANOS;
  }

  /** How long after it is sent another one certainly finds it in force; none for 0 s. */
  static long inForce(int ttlSeconds) {
    return Durations.held(ttlSeconds * SECOND_NANOS) - READ_NANOS;
  }

  /** How old an assignment gets before it is sent again. */
  static long renewed(int ttlSeconds) {
    return inForce(ttlSeconds) / 2;
  }

  /** The longest TTL that is certainly over in {@code remainingNanos}; 0 if there is none. */
  static int longestWithin(long remainingNanos) {
    int seconds = LONGEST_SECONDS;
    while (seconds > 0 && charged(seconds) > remainingNanos) {
      seconds--;
    }
    return seconds;
  }
}
