package io.ambit.lease;

import io.ambit.lease.ShareOut.Asking;
import io.ambit.lease.ShareOut.Portion;
import io.ambit.model.LimitKey;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The giving half of a node, the same at a region (over edges) and at the arbiter (over regions):
 * it reads its children's reports, keeps one {@link LeaseLedger} per limit, and in each round gives
 * every child its leases anew where they changed or grow old.
 *
 * <p>What makes the sum of the children's use never exceed the holding: every grant is charged
 * before it leaves; a child's older grants are forgotten only when the child says it applied a
 * newer one and would still know that after a crash; and a child's lease ends before its parent's.
 *
 * <p>Not thread-safe; owned by one loop. Bounded: at most {@value #MAX_CHILDREN} children.
 */
public final class LeaseParent {
  public static final int MAX_CHILDREN = 10_000;

  /** A child is told what was credited to it once that is such a part of its depth. */
  private static final long UNTOLD_PARTS = 10;

  /** How long a child that left is still shown. */
  private static final long LEFT_NANOS = Durations.ofMillis(600_000);

  private final LeaseTimes times;
  private final SortedMap<String, Child> children = new TreeMap<>();
  private final SortedMap<LimitKey, LeaseLedger> ledgers = new TreeMap<>();
  private final SortedMap<LimitKey, Pool> pools = new TreeMap<>();
  private Stamp last;

  /** Gives under {@code epoch}, which must be larger than every predecessor's. */
  public LeaseParent(long epoch, LeaseTimes times) {
    this.last = new Stamp(epoch, 0);
    this.times = times;
  }

  /**
   * Charges what a predecessor granted, as if granted now.
   *
   * @param grants the newest record of a child; older ones, where they are found, do no harm
   */
  public void restore(long nowNanos, Grants grants) {
    if (!grants.isEmpty()) {
      children.computeIfAbsent(grants.node(), Child::new).restored(nowNanos, grants);
      charge(nowNanos, grants.node(), grants.stamp().previous(), grants.outstanding());
      charge(nowNanos, grants.node(), grants.stamp(), grants.leases());
      ledgers.values().forEach(ledger -> ledger.recorded(grants.node()));
      for (LeaseGrant lease : grants.leases()) {
        pool(lease.key())
            .restore(
                grants.node(), grants.stamp(), lease.filledMilli(), untilNanos(nowNanos, lease));
      }
    }
  }

  /**
   * Takes a child's report in.
   *
   * @return by how much the child's counters grew; nothing for a report that is old, late from an
   *     earlier boot, or from one child too many
   */
  public List<Usage> receive(long nowNanos, Report report) {
    if (children.size() >= MAX_CHILDREN && !children.containsKey(report.node())) {
      return List.of();
    }
    Child child = children.computeIfAbsent(report.node(), Child::new);
    if (!child.isNews(report)) {
      return List.of();
    }
    credit(nowNanos, child, report);
    acknowledge(child, report);
    return child.receive(nowNanos, report);
  }

  /** Forgets a child an operator says is gone for good; its share comes free in the next round. */
  public void deregister(String node) {
    children.computeIfPresent(node, (name, child) -> child.forgotten());
    ledgers.values().forEach(ledger -> ledger.forget(node));
    pools.values().forEach(pool -> pool.forget(node));
  }

  /**
   * One round: the grants to send now, charged already. They count on each other, so they are to be
   * appended together or in this order. Children that are silent get none, but once their leases
   * have ended the record of them is brought down to their floors, and of those that left to
   * nothing: what a successor cannot see has come free must not be given to others.
   *
   * @param holdings what there is to give; limits that are missing are taken from every child
   */
  public List<Grants> round(long nowNanos, Collection<Holding> holdings) {
    ledgers.values().forEach(ledger -> ledger.expire(nowNanos));
    children.values().removeIf(child -> child.leftBefore(nowNanos - LEFT_NANOS));
    holdings.forEach(holding -> pool(holding.key()).accrue(nowNanos, holding));
    pools.values().forEach(pool -> pool.expire(nowNanos).forEach(this::beginAnew));
    List<Child> present = present(nowNanos);
    SortedSet<String> overstated = overstated();
    List<Grants> grants = bringDown(nowNanos, present, overstated);
    overstated.forEach(this::recorded);
    SortedMap<String, SortedMap<LimitKey, LeaseGrant>> leases =
        shareOut(nowNanos, present, holdings);
    SortedMap<String, SortedMap<LimitKey, Long>> fills = fills(present, holdings, leases);
    List<Grants> later = new ArrayList<>();
    for (Child child : present) {
      SortedMap<LimitKey, LeaseGrant> next = leases.getOrDefault(child.node(), new TreeMap<>());
      SortedMap<LimitKey, Long> fill = fills.getOrDefault(child.node(), new TreeMap<>());
      if (overstated.contains(child.node())) {
        grants.add(grant(nowNanos, child, next, fill));
      } else if (!fill.isEmpty()
          || child.isDue(nowNanos, Durations.ofMillis(times.renewMillis()), next)
          || mustTell(child, next)) {
        later.add(grant(nowNanos, child, next, fill));
      }
    }
    grants.addAll(later);
    dropForgotten(holdings);
    holdings.forEach(holding -> settle(nowNanos, holding));
    return grants;
  }

  /** Tokens this node gave back to the level above, by limit; cumulative. */
  public SortedMap<LimitKey, Long> returned() {
    SortedMap<LimitKey, Long> returned = new TreeMap<>();
    pools.forEach((key, pool) -> returned.put(key, pool.returnedMilli()));
    return returned;
  }

  /** Whole milli-units that wait in the pool of one limit. */
  public long pooledMilli(LimitKey key) {
    Pool pool = pools.get(key);
    return pool == null ? 0 : pool.levelMilli();
  }

  private Pool pool(LimitKey key) {
    return pools.computeIfAbsent(key, absent -> new Pool());
  }

  private void beginAnew(String node) {
    children.computeIfPresent(
        node,
        (name, child) -> {
          child.beginAnew();
          return child;
        });
  }

  private void settle(long nowNanos, Holding holding) {
    LeaseLedger ledger = ledgers.getOrDefault(holding.key(), new LeaseLedger());
    pool(holding.key()).settle(nowNanos, holding, ledger.total());
  }

  private SortedMap<String, SortedMap<LimitKey, Long>> fills(
      List<Child> present,
      Collection<Holding> holdings,
      SortedMap<String, SortedMap<LimitKey, LeaseGrant>> leases) {
    SortedMap<String, SortedMap<LimitKey, Long>> fills = new TreeMap<>();
    for (Holding holding : holdings) {
      LimitKey key = holding.key();
      List<Pool.Thirst> thirsts = new ArrayList<>();
      for (Child child : present) {
        LeaseGrant lease = leases.getOrDefault(child.node(), new TreeMap<>()).get(key);
        if (lease != null) {
          long shortMilli = child.usage().shortPerSecondMilli(key);
          long room = lease.lease().depthMilli() - child.exposedDepthMilli(key);
          thirsts.add(new Pool.Thirst(child.node(), shortMilli, Math.max(0, room)));
        }
      }
      pool(key)
          .fill(thirsts)
          .forEach(
              (node, milli) ->
                  fills.computeIfAbsent(node, absent -> new TreeMap<>()).put(key, milli));
    }
    return fills;
  }

  /** Whether what a child returned was credited to it and it holds much room for it still. */
  private boolean mustTell(Child child, SortedMap<LimitKey, LeaseGrant> next) {
    for (LeaseGrant lease : next.values()) {
      if (pool(lease.key()).mustTell(child.node())) {
        return true;
      }
      long untold = pool(lease.key()).untoldMilli(child.node());
      if (untold > 0 && untold * UNTOLD_PARTS >= lease.lease().depthMilli()) {
        return true;
      }
    }
    return false;
  }

  /** Takes in what the child says it returned. */
  private void credit(long nowNanos, Child child, Report report) {
    if (!child.mayReturn(nowNanos, report)) {
      return;
    }
    for (Usage usage : report.usage()) {
      Pool pool = pools.get(usage.key());
      LeaseLedger ledger = ledgers.get(usage.key());
      if (pool != null && ledger != null) {
        Share charged = ledger.charged(child.node());
        pool.credit(child.node(), usage.returnedMilli(), charged.depthMilli());
      }
    }
  }

  /** The most that children may be using of each limit; what a report upward carries. */
  public List<Exposure> exposure() {
    return ledgers.entrySet().stream()
        .map(
            e -> {
              Share onTheWay = new Share(0, pool(e.getKey()).exposedMilli());
              Share lease = e.getValue().total().plus(onTheWay);
              return new Exposure(e.getKey(), lease, e.getValue().totalFloor());
            })
        .toList();
  }

  /** The most that children may be using of one limit, leases and floors. */
  public Share outstanding(LimitKey key) {
    LeaseLedger ledger = ledgers.get(key);
    return ledger == null ? Share.NONE : ledger.total();
  }

  /** What {@code node} was last given of every limit, in order. */
  public Collection<LeaseGrant> granted(String node) {
    Child child = children.get(node);
    return child == null ? List.of() : List.copyOf(child.granted().values());
  }

  /** What {@code node} is charged for of one limit. */
  public Share charged(String node, LimitKey key) {
    LeaseLedger ledger = ledgers.get(key);
    return ledger == null ? Share.NONE : ledger.charged(node);
  }

  /** Children heard of since this owner began, in order. */
  public List<NodeStatus> roster(long nowNanos) {
    return children.values().stream()
        .filter(child -> child.newest() != null)
        .map(child -> child.status(nowNanos))
        .toList();
  }

  /** The newest report of {@code node}. */
  public Optional<Report> newest(String node) {
    return Optional.ofNullable(children.get(node)).map(Child::newest);
  }

  /** Mean milli-units per second asked of all children that are there, over about a second. */
  public long offeredPerSecondMilli(long nowNanos, LimitKey key) {
    return present(nowNanos).stream().mapToLong(c -> c.usage().offeredPerSecondMilli(key)).sum();
  }

  /** Mean milli-units per second let through by all children that are there. */
  public long admittedPerSecondMilli(long nowNanos, LimitKey key) {
    return present(nowNanos).stream().mapToLong(c -> c.usage().admittedPerSecondMilli(key)).sum();
  }

  /** Every limit a child that is there has counted, configured or not. */
  public SortedSet<LimitKey> metered(long nowNanos) {
    SortedSet<LimitKey> keys = new TreeSet<>();
    present(nowNanos).forEach(child -> keys.addAll(child.usage().keys()));
    return keys;
  }

  private void acknowledge(Child child, Report report) {
    if (report.applied().isAfter(last)) {
      // Not of this log: the child remembers another world, and proves nothing about this one.
      return;
    }
    Map<LimitKey, Exposure> exposed = new TreeMap<>();
    report.exposure().forEach(each -> exposed.put(each.key(), each));
    if (report.leaving()) {
      Stamp since = child.grantedSince(report.boot()).orElse(last.next());
      eachLedger(
          exposed,
          (ledger, most) ->
              ledger.leave(child.node(), report.applied(), since, most.lease(), most.floor()));
      pools.values().forEach(pool -> pool.forget(child.node()));
    } else if (child.acknowledges(report.applied())) {
      eachLedger(
          exposed,
          (ledger, most) ->
              ledger.acknowledge(child.node(), report.applied(), most.lease(), most.floor()));
      pools.values().forEach(pool -> pool.acknowledge(child.node(), report.applied()));
    }
  }

  private void eachLedger(
      Map<LimitKey, Exposure> exposed, BiConsumer<LeaseLedger, Exposure> action) {
    ledgers.forEach(
        (key, ledger) ->
            action.accept(
                ledger, exposed.getOrDefault(key, new Exposure(key, Share.NONE, Share.NONE))));
  }

  private List<Child> present(long nowNanos) {
    long silentNanos = Durations.ofMillis(times.silentMillis());
    return children.values().stream()
        .filter(child -> child.heardWithin(nowNanos, silentNanos))
        .toList();
  }

  private SortedMap<String, SortedMap<LimitKey, LeaseGrant>> shareOut(
      long nowNanos, List<Child> present, Collection<Holding> holdings) {
    SortedMap<String, SortedMap<LimitKey, LeaseGrant>> leases = new TreeMap<>();
    int known = (int) children.values().stream().filter(child -> !child.left()).count();
    for (Holding holding : holdings) {
      LimitKey key = holding.key();
      List<Asking> asking =
          present.stream()
              .map(child -> new Asking(child.node(), demandMilli(child, key), child.last(key)))
              .toList();
      LeaseLedger ledger = ledgers.computeIfAbsent(key, absent -> new LeaseLedger());
      long inFlight = pool(key).inFlightMilli(holding);
      ShareOut.of(holding, ledger, asking, known, inFlight, nowNanos / times.turnNanos())
          .forEach(
              (node, portion) ->
                  leases
                      .computeIfAbsent(node, absent -> new TreeMap<>())
                      .put(key, leaseGrant(holding, portion)));
    }
    return leases;
  }

  private long demandMilli(Child child, LimitKey key) {
    return child.usage().demandPerSecondMilli(key, times.stepPercent());
  }

  private static LeaseGrant leaseGrant(Holding holding, Portion portion) {
    return new LeaseGrant(
        holding.key(),
        portion.lease(),
        portion.floor(),
        holding.childTtlMillis(),
        holding.childHoldMillis());
  }

  /**
   * Brings down the records of children that are not there. What cannot be brought down yet is
   * taken out of {@code overstated}: it stays charged as recorded.
   */
  private List<Grants> bringDown(long nowNanos, List<Child> present, SortedSet<String> overstated) {
    SortedSet<String> absent = new TreeSet<>(overstated);
    present.forEach(child -> absent.remove(child.node()));
    overstated.removeAll(absent);
    List<Grants> grants = new ArrayList<>();
    for (String node : absent) {
      Child child = children.computeIfAbsent(node, Child::new);
      if (child.left() || hasEnded(node)) {
        child.record().ifPresent(record -> grants.add(bringDown(nowNanos, child, record)));
      }
    }
    children.values().removeIf(child -> child.newest() == null && child.record().isEmpty());
    return grants;
  }

  /** The record again, without what has ended. */
  private Grants bringDown(long nowNanos, Child child, Grants record) {
    recorded(child.node());
    SortedMap<LimitKey, LeaseGrant> floors = new TreeMap<>();
    for (LeaseGrant lease : child.left() ? List.<LeaseGrant>of() : record.leases()) {
      LeaseLedger ledger = ledgers.getOrDefault(lease.key(), new LeaseLedger());
      Share floor = lease.floor().min(ledger.chargedFloor(child.node()));
      if (!floor.isNone()) {
        floors.put(lease.key(), new LeaseGrant(lease.key(), floor, floor, 0, 0));
      }
    }
    return write(nowNanos, child, record.boot(), record.sentNanos(), floors, new TreeMap<>());
  }

  /** Whose records say more than is true any more. */
  private SortedSet<String> overstated() {
    SortedSet<String> overstated = new TreeSet<>();
    ledgers.values().forEach(ledger -> overstated.addAll(ledger.overstated()));
    return overstated;
  }

  private boolean hasEnded(String node) {
    return ledgers.values().stream().allMatch(ledger -> ledger.hasEnded(node));
  }

  private void recorded(String node) {
    ledgers.values().forEach(ledger -> ledger.recorded(node));
  }

  private Grants grant(
      long nowNanos,
      Child child,
      SortedMap<LimitKey, LeaseGrant> leases,
      SortedMap<LimitKey, Long> fills) {
    Report answered = child.newest();
    if (answered == null) {
      throw new IllegalStateException(child.node() + " asked for nothing");
    }
    return write(nowNanos, child, answered.boot(), answered.sentNanos(), leases, fills);
  }

  private Grants write(
      long nowNanos,
      Child child,
      Boot boot,
      long sentNanos,
      SortedMap<LimitKey, LeaseGrant> leases,
      SortedMap<LimitKey, Long> fills) {
    last = last.next();
    if (child.begins(boot)) {
      child.begin(last);
      pools.values().forEach(pool -> pool.beginAnew(child.node()));
    }
    List<LeaseGrant> outstanding = outstanding(nowNanos, child.node(), leases);
    List<LeaseGrant> given = fill(nowNanos, child, leases, fills);
    Grants grants =
        new Grants(child.node(), last, boot, sentNanos, given, outstanding, child.since());
    charge(nowNanos, grants.node(), grants.stamp(), grants.leases());
    recorded(child.node());
    child.granted(nowNanos, grants, longestNanos(nowNanos, grants.leases()));
    return grants;
  }

  /** The leases with the tokens that go with them. */
  private List<LeaseGrant> fill(
      long nowNanos,
      Child child,
      SortedMap<LimitKey, LeaseGrant> leases,
      SortedMap<LimitKey, Long> fills) {
    List<LeaseGrant> given = new ArrayList<>();
    for (LeaseGrant lease : leases.values()) {
      Pool pool = pool(lease.key());
      long fill = fills.getOrDefault(lease.key(), 0L);
      pool.filled(child.node(), last, fill, untilNanos(nowNanos, lease));
      given.add(
          lease.with(
              pool.filledMilli(child.node()), pool.creditedMilli(child.node()), pool.wants()));
    }
    return given;
  }

  private static long longestNanos(long nowNanos, List<LeaseGrant> leases) {
    long until = nowNanos;
    for (LeaseGrant lease : leases) {
      until = Math.max(until, untilNanos(nowNanos, lease));
    }
    return until;
  }

  /** What {@code node} is charged for beyond {@code next}. */
  private List<LeaseGrant> outstanding(
      long nowNanos, String node, SortedMap<LimitKey, LeaseGrant> next) {
    List<LeaseGrant> outstanding = new ArrayList<>();
    ledgers.forEach(
        (key, ledger) -> {
          LeaseGrant lease =
              next.getOrDefault(key, new LeaseGrant(key, Share.NONE, Share.NONE, 0, 0));
          if (!ledger.within(node, lease.lease(), lease.floor(), untilNanos(nowNanos, lease))) {
            outstanding.add(ledger.outstanding(key, node, nowNanos));
          }
        });
    return outstanding;
  }

  private void charge(long nowNanos, String node, Stamp stamp, List<LeaseGrant> leases) {
    for (LeaseGrant lease : leases) {
      ledgers
          .computeIfAbsent(lease.key(), absent -> new LeaseLedger())
          .charge(node, stamp, lease.lease(), lease.floor(), untilNanos(nowNanos, lease));
    }
  }

  private static long untilNanos(long nowNanos, LeaseGrant lease) {
    return nowNanos + Durations.charged(Durations.ofMillis(lease.holdMillis()));
  }

  private void dropForgotten(Collection<Holding> holdings) {
    SortedSet<LimitKey> held = new TreeSet<>();
    holdings.forEach(holding -> held.add(holding.key()));
    ledgers.entrySet().removeIf(e -> !held.contains(e.getKey()) && e.getValue().isEmpty());
    pools.forEach(
        (key, pool) -> {
          if (!held.contains(key)) {
            pool.drain();
          }
          pool.retain(children);
        });
    pools.entrySet().removeIf(e -> !ledgers.containsKey(e.getKey()) && e.getValue().isEmpty());
  }
}
