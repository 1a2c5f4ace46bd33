package io.ambit.lease;

import io.ambit.model.ControlLoss;
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
  public void charge(String child, Stamp stamp, LeaseGrant grant, long untilNanos) {
    charges.computeIfAbsent(child, name -> new ChildCharge()).charge(stamp, grant, untilNanos);
  }

  /**
   * {@code child} proves that grants are over, and that its own children use no more than {@code
   * exposed} of them.
   */
  void acknowledge(String child, Proof proof, Exposure exposed) {
    ChildCharge charge = charges.get(child);
    if (charge != null) {
      charge.acknowledge(proof, exposed);
    }
  }

  /**
   * {@code child} stopped, having applied {@code stamp}; all grants from {@code since} on were made
   * to the boot that stopped, and its own children use no more than {@code exposed}.
   */
  public void leave(String child, Stamp stamp, Stamp since, Exposure exposed) {
    ChildCharge charge = charges.get(child);
    if (charge != null) {
      charge.leave(stamp, since, exposed);
    }
  }

  /**
   * Charges {@code child} for nothing that outlives its leases any more, on somebody's word that it
   * is gone for good, once its record says so too. Its leases count to their ends.
   */
  void endLasting(String child) {
    ChildCharge charge = charges.get(child);
    if (charge != null) {
      charge.endLasting();
    }
  }

  /** When the last lease of {@code child} has certainly ended; {@code nowNanos} if all have. */
  long untilNanos(String child, long nowNanos) {
    ChildCharge charge = charges.get(child);
    return charge == null ? nowNanos : charge.untilNanos(nowNanos);
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

  /** Ends what has run out, of leases that nobody may keep. */
  public void expire(long nowNanos) {
    expire(nowNanos, nowNanos);
  }

  /**
   * The same where leases may be kept past their end.
   *
   * @param freeNanos those that ran out by then are certainly not in use any more
   */
  void expire(long nowNanos, long freeNanos) {
    charges.values().forEach(charge -> charge.expire(nowNanos, freeNanos));
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

  /** The most {@code child} may be using beyond the limit, on top of that. */
  public Share chargedBeyond(String child) {
    ChildCharge charge = charges.get(child);
    return charge == null ? Share.NONE : charge.chargedBeyond();
  }

  /** The first grant that any child may be using a lease of; {@code none} if there is none. */
  Stamp oldest(Stamp none) {
    return charges.values().stream()
        .map(charge -> charge.oldest(none))
        .min(Stamp::compareTo)
        .orElse(none);
  }

  /** All that {@code child} may be using, as one grant from now on. */
  LeaseGrant outstanding(LimitKey key, String child, long nowNanos) {
    ChildCharge charge = charges.getOrDefault(child, new ChildCharge());
    long holdMillis = Durations.toMillisUp(charge.untilNanos(nowNanos) - nowNanos);
    // A guard on top of the longest lease is put back when this is charged.
    long mostMillis = Math.min(holdMillis, LeaseGrant.MAX_HOLD_MILLIS);
    ControlLoss.Mode mode = charge.mayBeKept() ? ControlLoss.Mode.HOLD : ControlLoss.Mode.CLOSED;
    Ladder ladder = new Ladder(mode, charge.liveBeyond(), Rung.LEASE);
    return new LeaseGrant(key, charge.live(), charge.liveFloor(), 0, mostMillis, ladder);
  }

  /** Whether {@code grant}, until a time, is all that {@code child} may be using. */
  boolean within(String child, LeaseGrant grant, long untilNanos) {
    ChildCharge charge = charges.get(child);
    return charge == null || charge.within(grant, untilNanos);
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

  /** The most all children together may be using beyond the limit, on top of the total. */
  public Share totalBeyond() {
    Share total = Share.NONE;
    for (ChildCharge charge : charges.values()) {
      total = total.plus(charge.chargedBeyond());
    }
    return total;
  }

  public boolean isEmpty() {
    return charges.isEmpty();
  }
}
