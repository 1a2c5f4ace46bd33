package io.ambit.lease;

/**
 * How long a node may admit writes, or let those below it, by the {@link WriteLease}s it was given:
 * on its own monotonic clock, counted from when it sent what they answer. One that asks for intent
 * this node does not know yet waits for it, and takes nothing from the one before. Not thread-safe.
 */
public final class HeldWrites {
  private boolean given;
  private long untilNanos;
  private boolean waits;
  private long waitingUntilNanos;
  private long waitingRevision;

  /**
   * Takes a lease in.
   *
   * @param sentNanos when this node sent the report that is answered
   */
  public void take(long sentNanos, WriteLease lease) {
    if (lease.millis() == 0) {
      return;
    }
    // Newer leases ask for no less than older ones; the newest waits for all of them.
    long end = sentNanos + Durations.held(Durations.ofMillis(lease.millis()));
    waitingUntilNanos = waits ? Math.max(waitingUntilNanos, end) : end;
    waitingRevision = waits ? Math.max(waitingRevision, lease.revision()) : lease.revision();
    waits = true;
  }

  /** This node knows operator intent up to {@code revision}. */
  public void know(long revision) {
    if (waits && revision >= waitingRevision) {
      waits = false;
      untilNanos = given ? Math.max(untilNanos, waitingUntilNanos) : waitingUntilNanos;
      given = true;
    }
  }

  /** How much longer writes may be admitted; 0 if not now. */
  public long remainingNanos(long nowNanos) {
    return given ? Math.max(0, untilNanos - nowNanos) : 0;
  }
}
