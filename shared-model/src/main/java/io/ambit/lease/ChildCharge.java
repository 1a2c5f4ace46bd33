package io.ambit.lease;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What one child is charged for of one limit: the largest of all grants it may still be using. Not
 * thread-safe. Holds at most {@value #MAX_OUTSTANDING} grants; more are merged, never dropped.
 */
final class ChildCharge {
  static final int MAX_OUTSTANDING = 32;

  private final Deque<Outstanding> leases = new ArrayDeque<>();
  private final Deque<Outstanding> floors = new ArrayDeque<>();
  private Share exposedFloor = Share.NONE;

  void charge(Stamp stamp, Share lease, Share floor, long untilNanos) {
    append(leases, new Outstanding(stamp, lease, untilNanos));
    append(floors, new Outstanding(stamp, floor, Long.MAX_VALUE));
  }

  /**
   * The child applied {@code stamp}: older leases shrink to what its own children may still be
   * using of them, and older floors end.
   */
  void acknowledge(Stamp stamp, Share exposedLease, Share exposed) {
    shrinkBefore(stamp, exposedLease);
    floors.removeIf(floor -> stamp.isAfter(floor.stamp()));
    exposedFloor = exposed;
  }

  /** The child's earlier boot is gone: nothing but what its own children still use is in use. */
  void restart(Share exposedLease, Share exposed) {
    shrinkBefore(new Stamp(Long.MAX_VALUE, Long.MAX_VALUE), exposedLease);
    floors.clear();
    exposedFloor = exposed;
  }

  void expire(long nowNanos) {
    leases.removeIf(lease -> nowNanos - lease.untilNanos() >= 0);
  }

  Share charged() {
    Share most = exposedFloor;
    for (Outstanding lease : leases) {
      most = most.max(lease.share());
    }
    return most.max(chargedFloor());
  }

  Share chargedFloor() {
    Share most = exposedFloor;
    for (Outstanding floor : floors) {
      most = most.max(floor.share());
    }
    return most;
  }

  boolean isEmpty() {
    return leases.isEmpty() && charged().isNone();
  }

  private void shrinkBefore(Stamp stamp, Share proven) {
    Deque<Outstanding> kept = new ArrayDeque<>();
    for (Outstanding lease : leases) {
      Outstanding now = stamp.isAfter(lease.stamp()) ? lease.atMost(proven) : lease;
      if (!now.share().isNone()) {
        kept.add(now);
      }
    }
    leases.clear();
    leases.addAll(kept);
  }

  private static void append(Deque<Outstanding> grants, Outstanding next) {
    grants.add(next);
    if (grants.size() > MAX_OUTSTANDING) {
      Outstanding oldest = grants.removeFirst();
      grants.addFirst(oldest.merge(grants.removeFirst()));
    }
  }
}
