package io.ambit.edge.core.leaf;

import io.ambit.model.Limit;

/**
 * What there is for a tenant's gate and leaves together: the least that any of its limits has.
 *
 * @param potMilli the depth that leaves and their fund may take up
 * @param ttlSeconds how long what is told may last; 0 if nothing may be told
 */
record Room(long rateMilli, long potMilli, int ttlSeconds) {
  static Room of(long nowNanos, LeafTerms.Leased leased) {
    long rate = Long.MAX_VALUE;
    long depth = Long.MAX_VALUE;
    long remaining = Long.MAX_VALUE;
    for (LeafTerms.Held held : leased.limits().values()) {
      rate = Math.min(rate, held.share().rateMilli());
      depth = Math.min(depth, held.share().depthMilli());
      remaining = Math.min(remaining, held.untilNanos() - nowNanos);
    }
    int ttl = leased.limits().isEmpty() ? 0 : LeafSpans.longestWithin(remaining);
    return new Room(rate, pot(depth), ttl);
  }

  /** Whether no bucket is so small, whoever else has one. */
  boolean isTooSmall() {
    return potMilli < Limit.MILLI || rateMilli * Strategy.Tokens.FILL_SECONDS <= Limit.MILLI;
  }

  /** Half of the depth, all of it if that is less than a request. */
  private static long pot(long depthMilli) {
    return Math.min(depthMilli, Math.max(Limit.MILLI, depthMilli / 2));
  }
}
