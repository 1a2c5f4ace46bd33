package io.ambit.lease;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/**
 * What one child is charged for of one limit: the largest of all grants it may still be using, and
 * of what the newest record made out to it says, since that is all a successor would know. Not
 * thread-safe. Holds at most {@value #MAX_OUTSTANDING} grants; more are merged, never dropped.
 */
final class ChildCharge {
  static final int MAX_OUTSTANDING = 32;

  private final Deque<Outstanding> leases = new ArrayDeque<>();
  private final Deque<Outstanding> floors = new ArrayDeque<>();
  private Share exposedFloor = Share.NONE;
  private Share live = Share.NONE;
  private Share liveFloor = Share.NONE;
  private Share recorded = Share.NONE;
  private Share recordedFloor = Share.NONE;

  void charge(Stamp stamp, Share lease, Share floor, long untilNanos) {
    append(leases, new Outstanding(stamp, stamp, lease, untilNanos));
    append(floors, new Outstanding(stamp, stamp, floor, Long.MAX_VALUE));
    recount();
  }

  /**
   * The child applied {@code stamp}: older leases shrink to what its own children may still be
   * using of them, and older floors end.
   */
  void acknowledge(Stamp stamp, Share exposedLease, Share exposed) {
    shrink(grant -> stamp.isAfter(grant.last()), exposedLease);
    exposedFloor = exposed;
    recount();
  }

  /**
   * The child stopped, having applied {@code stamp}, and all grants from {@code since} on were made
   * to this boot of it: none of those is in use but by its own children.
   */
  void leave(Stamp stamp, Stamp since, Share exposedLease, Share exposed) {
    shrink(grant -> !grant.last().isAfter(stamp) || !since.isAfter(grant.first()), exposedLease);
    exposedFloor = exposedFloor.max(exposed);
    recount();
  }

  void expire(long nowNanos) {
    if (leases.removeIf(lease -> nowNanos - lease.untilNanos() >= 0)) {
      recount();
    }
  }

  /** The child is gone on somebody's word. */
  void forget() {
    leases.clear();
    floors.clear();
    exposedFloor = Share.NONE;
    recount();
  }

  Share charged() {
    return live.max(recorded);
  }

  Share chargedFloor() {
    return liveFloor.max(recordedFloor);
  }

  /** What it may be using, whatever is on record. */
  Share live() {
    return live;
  }

  /** The same once its leases have ended. */
  Share liveFloor() {
    return liveFloor;
  }

  /** Whether the newest record says more than is true any more. */
  boolean isOverstated() {
    return !live.covers(recorded) || !liveFloor.covers(recordedFloor);
  }

  /** The newest record says what is true now. */
  void recorded() {
    recorded = live;
    recordedFloor = liveFloor;
  }

  /** Whether floors are all it may be using. */
  boolean hasEnded() {
    return leases.isEmpty();
  }

  /** Whether a lease with its floor, until some time, charges all that is charged. */
  boolean within(Share lease, Share floor, long untilNanos) {
    return floor.covers(liveFloor)
        && leases.stream().allMatch(each -> each.within(lease, untilNanos));
  }

  /** When the last lease charged has ended; {@code nowNanos} if there is none. */
  long untilNanos(long nowNanos) {
    long until = nowNanos;
    for (Outstanding lease : leases) {
      until = lease.untilNanos() - until > 0 ? lease.untilNanos() : until;
    }
    return until;
  }

  boolean isEmpty() {
    return leases.isEmpty() && charged().isNone();
  }

  private void recount() {
    liveFloor = exposedFloor;
    for (Outstanding floor : floors) {
      liveFloor = liveFloor.max(floor.share());
    }
    live = liveFloor;
    for (Outstanding lease : leases) {
      live = live.max(lease.share());
    }
  }

  private void shrink(Predicate<Outstanding> proven, Share exposedLease) {
    Deque<Outstanding> kept = new ArrayDeque<>();
    for (Outstanding lease : leases) {
      Outstanding now = proven.test(lease) ? lease.atMost(exposedLease) : lease;
      if (!now.share().isNone()) {
        kept.add(now);
      }
    }
    leases.clear();
    leases.addAll(kept);
    floors.removeIf(proven);
  }

  private static void append(Deque<Outstanding> grants, Outstanding next) {
    grants.add(next);
    if (grants.size() > MAX_OUTSTANDING) {
      Outstanding oldest = grants.removeFirst();
      grants.addFirst(oldest.merge(grants.removeFirst()));
    }
  }
}
