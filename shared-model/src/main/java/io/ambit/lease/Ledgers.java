package io.ambit.lease;

import io.ambit.model.LimitKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * One {@link LeaseLedger} per limit, and what concerns a child's record of all of them at once. Not
 * thread-safe; owned by one {@link LeaseParent}.
 */
final class Ledgers {
  private final SortedMap<LimitKey, LeaseLedger> ledgers = new TreeMap<>();

  /** The ledger of a limit that is given out, begun if there is none. */
  LeaseLedger open(LimitKey key) {
    return ledgers.computeIfAbsent(key, absent -> new LeaseLedger());
  }

  /** The ledger of a limit, an empty one if nothing was given of it. */
  LeaseLedger find(LimitKey key) {
    LeaseLedger ledger = ledgers.get(key);
    return ledger == null ? new LeaseLedger() : ledger;
  }

  SortedSet<LimitKey> keys() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(ledgers.keySet()));
  }

  boolean knows(LimitKey key) {
    return ledgers.containsKey(key);
  }

  /** Ends what has run out; see {@link LeaseLedger#expire(long, long)}. */
  void expire(long nowNanos, long freeNanos) {
    ledgers.values().forEach(ledger -> ledger.expire(nowNanos, freeNanos));
  }

  /** The first grant that any child may be using a lease of; {@code none} if there is none. */
  Stamp oldest(Stamp none) {
    return ledgers.values().stream()
        .map(ledger -> ledger.oldest(none))
        .min(Stamp::compareTo)
        .orElse(none);
  }

  void charge(long nowNanos, String node, Stamp stamp, List<LeaseGrant> leases) {
    for (LeaseGrant lease : leases) {
      open(lease.key()).charge(node, stamp, lease, lease.chargedUntilNanos(nowNanos));
    }
  }

  /** {@code node} proves so much, and that its own children use no more than {@code exposed}. */
  void acknowledge(String node, Proof proof, List<Exposure> exposed) {
    each(exposed, (ledger, most) -> ledger.acknowledge(node, proof, most));
  }

  /** The same of the limits that {@code exposed} names; of others nothing is proven. */
  void acknowledgeNamed(String node, Proof proof, List<Exposure> exposed) {
    for (Exposure most : exposed) {
      LeaseLedger ledger = ledgers.get(most.key());
      if (ledger != null) {
        ledger.acknowledge(node, proof, most);
      }
    }
  }

  /** {@code node} left; see {@link LeaseLedger#leave}. */
  void leave(String node, Stamp stamp, Stamp since, List<Exposure> exposed) {
    each(exposed, (ledger, most) -> ledger.leave(node, stamp, since, most));
  }

  private void each(List<Exposure> exposed, BiConsumer<LeaseLedger, Exposure> action) {
    Map<LimitKey, Exposure> byKey = new TreeMap<>();
    exposed.forEach(each -> byKey.put(each.key(), each));
    ledgers.forEach(
        (key, ledger) ->
            action.accept(
                ledger, byKey.getOrDefault(key, new Exposure(key, Share.NONE, Share.NONE))));
  }

  /** {@code node} is gone for good; see {@link LeaseLedger#endLasting}. */
  void endLasting(String node) {
    ledgers.values().forEach(ledger -> ledger.endLasting(node));
  }

  /** When the last lease of {@code node} has certainly ended; {@code nowNanos} if all have. */
  long untilNanos(String node, long nowNanos) {
    long until = nowNanos;
    for (LeaseLedger ledger : ledgers.values()) {
      long end = ledger.untilNanos(node, nowNanos);
      until = end - until > 0 ? end : until;
    }
    return until;
  }

  /** Whose records say more than is true any more. */
  SortedSet<String> overstated() {
    SortedSet<String> overstated = new TreeSet<>();
    ledgers.values().forEach(ledger -> overstated.addAll(ledger.overstated()));
    return overstated;
  }

  boolean hasEnded(String node) {
    return ledgers.values().stream().allMatch(ledger -> ledger.hasEnded(node));
  }

  void recorded(String node) {
    ledgers.values().forEach(ledger -> ledger.recorded(node));
  }

  /** What {@code node} is charged for beyond {@code next}. */
  List<LeaseGrant> outstanding(long nowNanos, String node, SortedMap<LimitKey, LeaseGrant> next) {
    List<LeaseGrant> outstanding = new ArrayList<>();
    ledgers.forEach(
        (key, ledger) -> {
          LeaseGrant lease =
              next.getOrDefault(key, new LeaseGrant(key, Share.NONE, Share.NONE, 0, 0));
          if (!ledger.within(node, lease, lease.chargedUntilNanos(nowNanos))) {
            outstanding.add(ledger.outstanding(key, node, nowNanos));
          }
        });
    return outstanding;
  }

  /** The most that children may be using of each limit, {@code pools}' tokens on their way too. */
  List<Exposure> exposure(Pools pools) {
    return ledgers.entrySet().stream()
        .map(
            e -> {
              Share onTheWay = new Share(0, pools.exposedMilli(e.getKey()));
              Share lease = e.getValue().total().plus(onTheWay);
              return new Exposure(
                  e.getKey(), lease, e.getValue().totalFloor(), e.getValue().totalBeyond());
            })
        .toList();
  }

  /** Drops what is neither held any more nor charged to anybody. */
  void retain(Collection<LimitKey> held) {
    ledgers.entrySet().removeIf(e -> !held.contains(e.getKey()) && e.getValue().isEmpty());
  }
}
