package io.ambit.lease;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/**
 * What one child is charged for of what outlives its leases: floors, or what {@code safe(k)} gives
 * beyond the limit. Each counts until a later grant is acknowledged, however long that takes. Not
 * thread-safe. Holds at most {@value ChildCharge#MAX_OUTSTANDING} grants; more are merged.
 */
final class LastingCharge {
  private final Deque<Outstanding> grants = new ArrayDeque<>();
  private Share exposed = Share.NONE;
  private Share live = Share.NONE;
  private Share recorded = Share.NONE;

  void charge(Stamp stamp, Share share) {
    ChildCharge.append(grants, new Outstanding(stamp, stamp, share, Long.MAX_VALUE, false));
    recount();
  }

  /** Grants that are {@code proven} to be over end; the child's own children use so much still. */
  void end(Predicate<Outstanding> proven, Share stillExposed) {
    grants.removeIf(proven);
    exposed = stillExposed;
    recount();
  }

  void forget() {
    grants.clear();
    exposed = Share.NONE;
    recount();
  }

  /** What the child may be using, whatever is on record. */
  Share live() {
    return live;
  }

  Share exposed() {
    return exposed;
  }

  Share charged() {
    return live.max(recorded);
  }

  /** Whether the newest record says more than is true any more. */
  boolean isOverstated() {
    return !live.covers(recorded);
  }

  /** The newest record says what is true now. */
  void recorded() {
    recorded = live;
  }

  private void recount() {
    live = exposed;
    for (Outstanding grant : grants) {
      live = live.max(grant.share());
    }
  }
}
