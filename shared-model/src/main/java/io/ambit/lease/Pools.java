package io.ambit.lease;

import io.ambit.model.LimitKey;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One {@link Pool} per limit, and what concerns a child's tokens of all of them at once. Not
 * thread-safe; owned by one {@link LeaseParent}.
 */
final class Pools {
  /** A child is told what was credited to it once that is such a part of its depth. */
  private static final long UNTOLD_PARTS = 10;

  private final SortedMap<LimitKey, Pool> pools = new TreeMap<>();

  /** The pool of a limit, begun if there is none. */
  Pool open(LimitKey key) {
    return pools.computeIfAbsent(key, absent -> new Pool());
  }

  /**
   * Takes in what came since the last round, and gives up what can arrive no more.
   *
   * @return children with whom counting begins anew
   */
  SortedSet<String> accrue(long nowNanos, Collection<Holding> holdings) {
    holdings.forEach(holding -> open(holding.key()).accrue(nowNanos, holding));
    SortedSet<String> anew = new TreeSet<>();
    pools.values().forEach(pool -> anew.addAll(pool.expire(nowNanos)));
    return anew;
  }

  /**
   * Takes in what a child says it returned: at once no more than it may have besides what its own
   * children hold, since its lease may have shrunk while that was on its way.
   */
  void credit(Report report, Ledgers ledgers) {
    SortedMap<LimitKey, Long> exposed = new TreeMap<>();
    report.exposure().forEach(each -> exposed.put(each.key(), each.lease().depthMilli()));
    for (Usage usage : report.usage()) {
      Pool pool = pools.get(usage.key());
      boolean exposes = report.exposesAll() || exposed.containsKey(usage.key());
      if (pool != null && exposes && ledgers.knows(usage.key())) {
        long charged = ledgers.find(usage.key()).charged(report.node()).depthMilli();
        long most = Math.max(0, charged - exposed.getOrDefault(usage.key(), 0L));
        pool.credit(report.node(), usage.returnedMilli(), most);
      }
    }
  }

  void acknowledge(String node, Stamp stamp) {
    pools.values().forEach(pool -> pool.acknowledge(node, stamp));
  }

  void forget(String node) {
    pools.values().forEach(pool -> pool.forget(node));
  }

  void beginAnew(String node) {
    pools.values().forEach(pool -> pool.beginAnew(node));
  }

  /** Charges what a predecessor filled. */
  void restore(long nowNanos, Grants grants) {
    for (LeaseGrant lease : grants.leases()) {
      open(lease.key())
          .restore(
              grants.node(),
              grants.stamp(),
              lease.filledMilli(),
              lease.chargedUntilNanos(nowNanos));
    }
  }

  /**
   * What goes to whom of each limit in this round, by child; taken out of the pools. Depth that
   * {@code leases} are about to take up is none that tokens could be on their way in.
   */
  SortedMap<String, SortedMap<LimitKey, Long>> fill(
      List<Child> present,
      Collection<Holding> holdings,
      SortedMap<String, SortedMap<LimitKey, LeaseGrant>> leases,
      Ledgers ledgers,
      Selection selection) {
    SortedMap<String, SortedMap<LimitKey, Long>> fills = new TreeMap<>();
    for (Holding holding : holdings) {
      LimitKey key = holding.key();
      LeaseLedger ledger = ledgers.find(key);
      long free = holding.lease().depthMilli() - ledger.total().depthMilli();
      List<Pool.Thirst> thirsts = new ArrayList<>();
      for (Child child : present) {
        LeaseGrant lease = leases.getOrDefault(child.node(), new TreeMap<>()).get(key);
        if (lease != null) {
          long ceiling = holding.terms().apply(child.node()).ceilingMilli();
          long shortMilli =
              Math.min(
                  child.usage().shortPerSecondMilli(key),
                  Math.max(0, ceiling - lease.lease().rateMilli()));
          long room = lease.lease().depthMilli() - child.exposedDepthMilli(key);
          if (selection.speaksOf(child, key)) {
            thirsts.add(new Pool.Thirst(child.node(), shortMilli, Math.max(0, room)));
          }
          long charged = ledger.charged(child.node()).depthMilli();
          free -= Math.max(0, lease.lease().depthMilli() - charged);
        }
      }
      Pool pool = open(key);
      pool.fill(thirsts, free - pool.inFlightMilli(holding))
          .forEach(
              (node, milli) ->
                  fills.computeIfAbsent(node, absent -> new TreeMap<>()).put(key, milli));
    }
    return fills;
  }

  /** The leases of the grant {@code stamp} with the tokens that go with them. */
  List<LeaseGrant> with(
      long nowNanos,
      Child child,
      Stamp stamp,
      SortedMap<LimitKey, LeaseGrant> leases,
      SortedMap<LimitKey, Long> fills,
      Selection selection) {
    String node = child.node();
    List<LeaseGrant> given = new ArrayList<>();
    for (LeaseGrant lease : leases.values()) {
      if (!selection.speaksOf(child, lease.key())) {
        given.add(lease);
        continue;
      }
      Pool pool = open(lease.key());
      long fill = fills.getOrDefault(lease.key(), 0L);
      pool.filled(node, stamp, fill, lease.chargedUntilNanos(nowNanos));
      given.add(lease.with(pool.filledMilli(node), pool.creditedMilli(node), pool.wants()));
    }
    return given;
  }

  /** Whether what a child returned was credited to it and it holds much room for it still. */
  boolean mustTell(String node, LeaseGrant lease) {
    Pool pool = open(lease.key());
    long untold = pool.untoldMilli(node);
    return pool.mustTell(node)
        || (untold > 0 && untold * UNTOLD_PARTS >= lease.lease().depthMilli());
  }

  /** After a round: what each pool may hold until the next. */
  void settle(long nowNanos, Collection<Holding> holdings, Ledgers ledgers) {
    for (Holding holding : holdings) {
      open(holding.key()).settle(nowNanos, holding, ledgers.find(holding.key()).total());
    }
  }

  /** Empties pools of what is not held any more, and drops what nobody is charged for. */
  void retain(Collection<LimitKey> held, SortedMap<String, Child> children, Ledgers ledgers) {
    pools.forEach(
        (key, pool) -> {
          if (!held.contains(key)) {
            pool.drain();
          }
          pool.retain(children);
        });
    pools.entrySet().removeIf(e -> !ledgers.knows(e.getKey()) && e.getValue().isEmpty());
  }

  SortedMap<LimitKey, Long> returned() {
    SortedMap<LimitKey, Long> returned = new TreeMap<>();
    pools.forEach((key, pool) -> returned.put(key, pool.returnedMilli()));
    return returned;
  }

  long levelMilli(LimitKey key) {
    Pool pool = pools.get(key);
    return pool == null ? 0 : pool.levelMilli();
  }

  /** The same of all limits together. */
  long levelMilli() {
    return pools.values().stream().mapToLong(Pool::levelMilli).sum();
  }

  /** Tokens of a limit on their way to children. */
  long exposedMilli(LimitKey key) {
    Pool pool = pools.get(key);
    return pool == null ? 0 : pool.exposedMilli();
  }
}
