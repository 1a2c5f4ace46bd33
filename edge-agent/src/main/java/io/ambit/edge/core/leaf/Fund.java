package io.ambit.edge.core.leaf;

import io.ambit.lease.Durations;
import io.ambit.model.Limit;

/**
 * What new buckets are paid from: tokens of a tenant that neither its gate nor a leaf has. A bucket
 * in a proxy starts full, so as many tokens must be taken out of the world as it starts with. The
 * fund is itself carved out of the lease, a rate while it fills and a depth, and starts empty.
 *
 * <p>What it was told one step ago it believes in the next: a rate counts from when the gate has
 * certainly been told to do without it, and so does a depth. Not thread-safe.
 */
final class Fund {
  private static final long NANOS = 1_000_000_000;

  private long milli;
  private long fraction;
  private long inForceMilli;
  private long agreedMilli;
  private long roomMilli;
  private long agreedRoomMilli;
  private long accruedNanos;

  Fund(long nowNanos) {
    accruedNanos = nowNanos;
  }

  /** A step begins: what was agreed in the one before is in force since. */
  void accrue(long nowNanos) {
    long elapsed = Math.max(0, nowNanos - accruedNanos);
    accruedNanos = nowNanos;
    // However late the step is, more than the room is never kept.
    long seconds = Math.min(elapsed / NANOS, 1_000);
    long parts = inForceMilli % NANOS * (elapsed % NANOS) + fraction;
    milli += inForceMilli * seconds + inForceMilli / NANOS * (elapsed % NANOS) + parts / NANOS;
    fraction = parts % NANOS;
    inForceMilli = agreedMilli;
    roomMilli = agreedRoomMilli;
    clip();
  }

  /** What it may have from the next step on, or from now on if that is less. */
  void agree(long rateMilli, long depthMilli) {
    agreedMilli = Durations.derated(rateMilli);
    agreedRoomMilli = depthMilli;
    inForceMilli = Math.min(inForceMilli, agreedMilli);
    roomMilli = Math.min(roomMilli, depthMilli);
    clip();
  }

  /** Whole requests that can be paid for. */
  long tokens() {
    return milli / Limit.MILLI;
  }

  /** Pays for a bucket that starts with {@code tokens}: its depth is charged elsewhere now. */
  void pay(long tokens) {
    milli -= tokens * Limit.MILLI;
    if (milli < 0) {
      throw new IllegalStateException("paid %d tokens too many".formatted(-milli / Limit.MILLI));
    }
    roomMilli -= tokens * Limit.MILLI;
  }

  /** Whether it has as much as {@code depthMilli} already. */
  boolean holds(long depthMilli) {
    return milli >= depthMilli;
  }

  private void clip() {
    if (milli >= roomMilli) {
      milli = Math.max(0, roomMilli);
      fraction = 0;
    }
  }
}
