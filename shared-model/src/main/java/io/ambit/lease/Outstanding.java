package io.ambit.lease;

/**
 * Grants their parent must still assume to be in use, until acknowledged away or expired: one, or
 * several merged.
 *
 * @param first the oldest of them
 * @param last the newest
 * @param untilNanos when the last of them has ended, on the parent's clock
 * @param mayBeKept whether one may be in use past that, by vows of witnesses
 */
record Outstanding(Stamp first, Stamp last, Share share, long untilNanos, boolean mayBeKept) {

  Outstanding atMost(Share proven) {
    return new Outstanding(first, last, share.min(proven), untilNanos, mayBeKept);
  }

  /** Stands for both: forgotten only when both would be. */
  Outstanding merge(Outstanding later) {
    long until = untilNanos - later.untilNanos > 0 ? untilNanos : later.untilNanos;
    return new Outstanding(
        first, later.last, share.max(later.share), until, mayBeKept || later.mayBeKept);
  }

  /** Whether {@code lease} until {@code leaseUntilNanos} charges at least this much as long. */
  boolean within(Share lease, long leaseUntilNanos) {
    return lease.covers(share) && leaseUntilNanos - untilNanos >= 0;
  }
}
