package io.ambit.lease;

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

  /** {@code child} runs as a new boot that kept nothing but what its own children may use. */
  public void restart(String child, Share exposedLease, Share exposedFloor) {
    ChildCharge charge = charges.get(child);
    if (charge != null) {
      charge.restart(exposedLease, exposedFloor);
    }
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

  /** The most all children together may be using. */
  public Share total() {
    return charges.values().stream().map(ChildCharge::charged).reduce(Share.NONE, Share::plus);
  }

  /** The same once every lease has ended. */
  public Share totalFloor() {
    return charges.values().stream().map(ChildCharge::chargedFloor).reduce(Share.NONE, Share::plus);
  }

  public boolean isEmpty() {
    return charges.isEmpty();
  }
}
