package io.ambit.lease;

/** A grant its parent must still assume to be in use, until acknowledged away or expired. */
record Outstanding(Stamp stamp, Share share, long untilNanos) {

  Outstanding atMost(Share proven) {
    return new Outstanding(stamp, share.min(proven), untilNanos);
  }

  /** Stands for both: forgotten only when both would be. */
  Outstanding merge(Outstanding later) {
    long until = untilNanos - later.untilNanos > 0 ? untilNanos : later.untilNanos;
    return new Outstanding(later.stamp, share.max(later.share), until);
  }
}
