package io.ambit.lease;

/**
 * Tokens of one limit on their way between a child and its parent, as the child counts them. What
 * the parent gives is cumulative since some grant, and counted anew when that changes; what comes
 * out here is cumulative since the boot. Tokens that come with a lease already over are none: the
 * parent has stopped counting on them. Not thread-safe.
 */
final class Inflow {
  private Stamp since = Stamp.NONE;
  private long seenMilli;
  private long inflowMilli;
  private long creditedMilli;

  void take(Stamp newSince, LeaseGrant grant, boolean over) {
    if (!newSince.equals(since)) {
      since = newSince;
      seenMilli = 0;
    }
    if (!over) {
      inflowMilli += Math.max(0, grant.filledMilli() - seenMilli);
    }
    seenMilli = Math.max(seenMilli, grant.filledMilli());
    creditedMilli = Math.max(creditedMilli, grant.creditedMilli());
  }

  long inflowMilli() {
    return inflowMilli;
  }

  long creditedMilli() {
    return creditedMilli;
  }
}
