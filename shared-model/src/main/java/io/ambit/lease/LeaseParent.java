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

  /** How long a child that left is still shown. */
  private static final long LEFT_NANOS = Durations.ofMillis(600_000);

  private final LeaseTimes times;
  private final SortedMap<String, Child> children = new TreeMap<>();
  private final SortedMap<LimitKey, LeaseLedger> ledgers = new TreeMap<>();
  private Stamp last;

  /** Gives under {@code epoch}, which must be larger than every predecessor's. */
  public LeaseParent(long epoch, LeaseTimes times) {
    this.last = new Stamp(epoch, 0);
    this.times = times;
  }

  /** Charges what a predecessor granted, as if granted now. */
  public void restore(long nowNanos, Grants grants) {
    children.computeIfAbsent(grants.node(), Child::new);
    charge(nowNanos, grants);
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
    acknowledge(child, report);
    return child.receive(nowNanos, report);
  }

  /** Forgets a child an operator says is gone for good; its share comes free at once. */
  public void deregister(String node) {
    children.remove(node);
    ledgers.values().forEach(ledger -> ledger.restart(node, Share.NONE, Share.NONE));
  }

  /**
   * One round: the grants to send now, charged already. Children that are silent get none.
   *
   * @param holdings what there is to give; limits that are missing are taken from every child
   */
  public List<Grants> round(long nowNanos, Collection<Holding> holdings) {
    ledgers.values().forEach(ledger -> ledger.expire(nowNanos));
    children.values().removeIf(child -> child.leftBefore(nowNanos - LEFT_NANOS));
    List<Child> present = present(nowNanos);
    SortedMap<String, SortedMap<LimitKey, LeaseGrant>> leases = shareOut(present, holdings);
    List<Grants> grants = new ArrayList<>();
    for (Child child : present) {
      SortedMap<LimitKey, LeaseGrant> next = leases.getOrDefault(child.node(), new TreeMap<>());
      if (isDue(nowNanos, child, next)) {
        grants.add(grant(nowNanos, child, next));
      }
    }
    dropForgotten(holdings);
    return grants;
  }

  /** The most that children may be using of each limit; what a report upward carries. */
  public List<Exposure> exposure() {
    return ledgers.entrySet().stream()
        .map(e -> new Exposure(e.getKey(), e.getValue().total(), e.getValue().totalFloor()))
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
    boolean startedOver = child.isRestart(report) && report.applied().equals(Stamp.NONE);
    ledgers.forEach(
        (key, ledger) -> {
          Exposure most =
              report.leaving()
                  ? new Exposure(key, Share.NONE, Share.NONE)
                  : exposed.getOrDefault(key, new Exposure(key, Share.NONE, Share.NONE));
          if (startedOver || report.leaving()) {
            ledger.restart(child.node(), most.lease(), most.floor());
          } else {
            ledger.acknowledge(child.node(), report.applied(), most.lease(), most.floor());
          }
        });
  }

  private List<Child> present(long nowNanos) {
    long silentNanos = Durations.ofMillis(times.silentMillis());
    return children.values().stream()
        .filter(child -> child.heardWithin(nowNanos, silentNanos))
        .toList();
  }

  private SortedMap<String, SortedMap<LimitKey, LeaseGrant>> shareOut(
      List<Child> present, Collection<Holding> holdings) {
    SortedMap<String, SortedMap<LimitKey, LeaseGrant>> leases = new TreeMap<>();
    int known = (int) children.values().stream().filter(child -> !child.left()).count();
    for (Holding holding : holdings) {
      LimitKey key = holding.key();
      List<Asking> asking =
          present.stream()
              .map(child -> new Asking(child.node(), child.usage().offeredPerSecondMilli(key)))
              .toList();
      LeaseLedger ledger = ledgers.computeIfAbsent(key, absent -> new LeaseLedger());
      ShareOut.of(holding, ledger, asking, known)
          .forEach(
              (node, portion) ->
                  leases
                      .computeIfAbsent(node, absent -> new TreeMap<>())
                      .put(key, leaseGrant(holding, portion)));
    }
    return leases;
  }

  private static LeaseGrant leaseGrant(Holding holding, Portion portion) {
    return new LeaseGrant(
        holding.key(),
        portion.lease(),
        portion.floor(),
        holding.childTtlMillis(),
        holding.childHoldMillis());
  }

  private boolean isDue(long nowNanos, Child child, SortedMap<LimitKey, LeaseGrant> next) {
    return child.sinceGrantNanos(nowNanos) >= Durations.ofMillis(times.renewMillis())
        || Difference.matters(child.granted(), next);
  }

  private Grants grant(long nowNanos, Child child, SortedMap<LimitKey, LeaseGrant> leases) {
    Report answered = child.newest();
    if (answered == null) {
      throw new IllegalStateException(child.node() + " asked for nothing");
    }
    last = last.next();
    Grants grants =
        new Grants(
            child.node(),
            last,
            answered.boot(),
            answered.sentNanos(),
            List.copyOf(leases.values()));
    charge(nowNanos, grants);
    child.granted(nowNanos, leases);
    return grants;
  }

  private void charge(long nowNanos, Grants grants) {
    for (LeaseGrant lease : grants.leases()) {
      long until = nowNanos + Durations.charged(Durations.ofMillis(lease.holdMillis()));
      ledgers
          .computeIfAbsent(lease.key(), absent -> new LeaseLedger())
          .charge(grants.node(), grants.stamp(), lease.lease(), lease.floor(), until);
    }
  }

  private void dropForgotten(Collection<Holding> holdings) {
    SortedSet<LimitKey> held = new TreeSet<>();
    holdings.forEach(holding -> held.add(holding.key()));
    ledgers.entrySet().removeIf(e -> !held.contains(e.getKey()) && e.getValue().isEmpty());
  }
}
