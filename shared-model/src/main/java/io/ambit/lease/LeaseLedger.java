package io.ambit.lease;

import io.ambit.model.LimitKey;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who may still be using how much of one limit that a node gives out. A child is charged the
 * largest of all its grants that are neither expired nor acknowledged away, from before they are
 * sent: a raise counts at once, a shrink only once it is proven. The sum over children is what the
 * node's own holding must cover.
 *
 * <p>Not thread-safe; owned by one loop.
 */
public final class LeaseLedger {
  private final SortedMap<String, ChildCharge> charges = new TreeMap<>();

  /**
   * Charges a grant.
   *
   * @param untilNanos on this node's clock, {@link Durations#charged} after now
   */
  public void charge(String child, Stamp stamp, Share lease, Share floor, long untilNanos) {
    charges
        .computeIfAbsent(child, name -> new ChildCharge())
        .charge(stamp, lease, floor, untilNanos);
  }

  /**
   * {@code child} proves that it applied the grant {@code stamp}, and that its own children use no
   * more than {@code exposedLease} ({@code exposedFloor} of it for ever).
   */
  public void acknowledge(String child, Stamp stamp, Share exposedLease, Share exposedFloor) {
    ChildCharge charge = charges.get(child);
    if (charge != null) {
      charge.acknowledge(stamp, exposedLease, exposedFloor);
    }
  }

  /**
   * {@code child} stopped, having applied {@code stamp}; all grants from {@code since} on were made
   * to the boot that stopped, and its own children use no more than {@code exposedLease} ({@code
   * exposedFloor} of it for ever).
   */
  public void leave(
      String child, Stamp stamp, Stamp since, Share exposedLease, Share exposedFloor) {
    ChildCharge charge = charges.get(child);
    if (charge != null) {
      charge.leave(stamp, since, exposedLease, exposedFloor);
    }
  }

  /**
   * Charges {@code child} for nothing any more, on somebody's word that it is gone for good, once
   * its record says so too.
   */
  public void forget(String child) {
    ChildCharge charge = charges.get(child);
    if (charge != null) {
      charge.forget();
    }
  }

  /** Children whose newest record says more than they may be using. */
  List<String> overstated() {
    return charges.entrySet().stream()
        .filter(each -> each.getValue().isOverstated())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A record goes out that says what {@code child} may be using now, no more and no less. */
  void recorded(String child) {
    ChildCharge charge = charges.get(child);
    if (charge != null) {
      charge.recorded();
    }
  }

  /** Whether every lease of {@code child} has ended, floors apart. */
  boolean hasEnded(String child) {
    ChildCharge charge = charges.get(child);
    return charge == null || charge.hasEnded();
  }

  /** Ends what has run out. */
  public void expire(long nowNanos) {
    charges.values().forEach(charge -> charge.expire(nowNanos));
    charges.values().removeIf(ChildCharge::isEmpty);
  }

  /** The most {@code child} may be using. */
  public Share charged(String child) {
    ChildCharge charge = charges.get(child);
    return charge == null ? Share.NONE : charge.charged();
  }

  /** The most {@code child} may be using once its leases have ended. */
  public Share chargedFloor(String child) {
    ChildCharge charge = charges.get(child);
    return charge == null ? Share.NONE : charge.chargedFloor();
  }

  /** All that {@code child} may be using, as one grant from now on. */
  LeaseGrant outstanding(LimitKey key, String child, long nowNanos) {
    ChildCharge charge = charges.getOrDefault(child, new ChildCharge());
    long holdMillis = Durations.toMillisUp(charge.untilNanos(nowNanos) - nowNanos);
    // A guard on top of the longest lease is put back when this is charged.
    long mostMillis = Math.min(holdMillis, LeaseGrant.MAX_HOLD_MILLIS);
    return new LeaseGrant(key, charge.live(), charge.liveFloor(), 0, mostMillis);
  }

  /** Whether one lease with its floor until a time is all that {@code child} may be using. */
  boolean within(String child, Share lease, Share floor, long untilNanos) {
    ChildCharge charge = charges.get(child);
    return charge == null || charge.within(lease, floor, untilNanos);
  }

  /** The most all children together may be using. */
  public Share total() {
    Share total = Share.NONE;
    for (ChildCharge charge : charges.values()) {
      total = total.plus(charge.charged());
    }
    return total;
  }

  /** The same once every lease has ended. */
  public Share totalFloor() {
    Share total = Share.NONE;
    for (ChildCharge charge : charges.values()) {
      total = total.plus(charge.chargedFloor());
    }
    return total;
  }

  public boolean isEmpty() {
    return charges.isEmpty();
  }
}
