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
  private final LastingCharge floors = new LastingCharge();
  private final LastingCharge beyond = new LastingCharge();
  private Share live = Share.NONE;
  private Share recorded = Share.NONE;

  void charge(Stamp stamp, LeaseGrant grant, long untilNanos) {
    boolean mayBeKept = grant.ladder().mayBeKept();
    append(leases, new Outstanding(stamp, stamp, grant.lease(), untilNanos, mayBeKept));
    floors.charge(stamp, grant.floor());
    beyond.charge(stamp, grant.ladder().beyond());
    recount();
  }

  /**
   * The child proves that grants are over: their leases shrink to what its own children may still
   * be using of them, and their floors end.
   */
  void acknowledge(Proof proof, Exposure exposed) {
    Predicate<Outstanding> proven = proof::covers;
    shrink(proven, exposed.lease());
    floors.end(proven, exposed.floor());
    // What is used beyond what was ever given beyond is leases that shrank, and counted there.
    beyond.end(proven, exposed.beyond().min(beyond.live()));
    recount();
  }

  /**
   * The child stopped, having applied {@code stamp}, and all grants from {@code since} on were made
   * to this boot of it: none of those is in use but by its own children.
   */
  void leave(Stamp stamp, Stamp since, Exposure exposed) {
    Predicate<Outstanding> proven =
        grant -> !grant.last().isAfter(stamp) || !since.isAfter(grant.first());
    shrink(proven, exposed.lease());
    floors.end(proven, floors.exposed().max(exposed.floor()));
    beyond.end(proven, beyond.exposed().max(exposed.beyond().min(beyond.live())));
    recount();
  }

  /**
   * Ends what has run out.
   *
   * @param freeNanos what may be kept past its end by vows has ended if it ran out by then
   */
  void expire(long nowNanos, long freeNanos) {
    if (leases.removeIf(
        lease -> (lease.mayBeKept() ? freeNanos : nowNanos) - lease.untilNanos() >= 0)) {
      recount();
    }
  }

  /** The child is gone on somebody's word: what only its own could end has ended. */
  void endLasting() {
    floors.forget();
    beyond.forget();
    recount();
  }

  Share charged() {
    return live.max(recorded);
  }

  Share chargedFloor() {
    return floors.charged();
  }

  /** On top of that, of what {@code safe(k)} gives beyond the limit. */
  Share chargedBeyond() {
    return beyond.charged();
  }

  /** What it may be using, whatever is on record. */
  Share live() {
    return live;
  }

  /** The same once its leases have ended. */
  Share liveFloor() {
    return floors.live();
  }

  Share liveBeyond() {
    return beyond.live();
  }

  /** Whether any of its leases may be kept past its end. */
  boolean mayBeKept() {
    return leases.stream().anyMatch(Outstanding::mayBeKept);
  }

  /** The first of the grants whose leases may be in use; {@code none} if there is none. */
  Stamp oldest(Stamp none) {
    return leases.isEmpty() ? none : leases.getFirst().first();
  }

  /** Whether the newest record says more than is true any more. */
  boolean isOverstated() {
    return !live.covers(recorded) || floors.isOverstated() || beyond.isOverstated();
  }

  /** The newest record says what is true now. */
  void recorded() {
    recorded = live;
    floors.recorded();
    beyond.recorded();
  }

  /** Whether floors are all it may be using. */
  boolean hasEnded() {
    return leases.isEmpty();
  }

  /** Whether a lease with its floor, until some time, charges all that is charged. */
  boolean within(LeaseGrant grant, long untilNanos) {
    return grant.floor().covers(floors.live())
        && grant.ladder().beyond().covers(beyond.live())
        && (grant.ladder().mayBeKept() || !mayBeKept())
        && leases.stream().allMatch(each -> each.within(grant.lease(), untilNanos));
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
    return leases.isEmpty() && charged().isNone() && beyond.charged().isNone();
  }

  private void recount() {
    live = floors.live();
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
  }

  static void append(Deque<Outstanding> grants, Outstanding next) {
    grants.add(next);
    if (grants.size() > MAX_OUTSTANDING) {
      Outstanding oldest = grants.removeFirst();
      grants.addFirst(oldest.merge(grants.removeFirst()));
    }
  }
}
