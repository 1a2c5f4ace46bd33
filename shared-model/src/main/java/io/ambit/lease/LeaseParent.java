package io.ambit.lease;

import io.ambit.lease.ShareOut.Asking;
import io.ambit.lease.ShareOut.Pooled;
import io.ambit.lease.ShareOut.Portion;
import io.ambit.model.LimitKey;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

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
  private final Ledgers ledgers = new Ledgers();
  private final Pools pools = new Pools();
  private final Hearing hearing;
  private Stamp last;
  private WriteLease writes = WriteLease.NONE;
  private Foresight foresight = Foresight.NONE;
  private boolean urgent;

  /** Gives under {@code epoch}, which must be larger than every predecessor's. */
  public LeaseParent(long epoch, LeaseTimes times) {
    this.last = new Stamp(epoch, 0);
    this.times = times;
    this.hearing = new Hearing(times.kept());
  }

  /**
   * Charges what a predecessor granted, as if granted now.
   *
   * @param grants the newest record of a child; older ones, where they are found, do no harm
   */
  public void restore(long nowNanos, Grants grants) {
    if (!grants.isEmpty()) {
      children.computeIfAbsent(grants.node(), this::stranger).restored(nowNanos, grants);
      ledgers.charge(nowNanos, grants.node(), grants.stamp().previous(), grants.outstanding());
      ledgers.charge(nowNanos, grants.node(), grants.stamp(), grants.leases());
      ledgers.recorded(grants.node());
      pools.restore(nowNanos, grants);
      hearing.restored(grants);
    }
  }

  /**
   * Takes a child's report in.
   *
   * @return by how much the child's counters grew; nothing for a report that is old, late from an
   *     earlier boot or from an owner that was replaced, or from one child too many
   */
  public List<Usage> receive(long nowNanos, Report report) {
    if (children.size() >= MAX_CHILDREN && !children.containsKey(report.node())) {
      return List.of();
    }
    Child child = children.computeIfAbsent(report.node(), this::stranger);
    if (!child.isNews(report) || child.isOfDeposed(nowNanos, report)) {
      return List.of();
    }
    if (child.mayReturn(nowNanos, report)) {
      pools.credit(report, ledgers);
    }
    hearing.testified(report);
    acknowledge(nowNanos, child, report);
    List<Usage> growth = child.receive(nowNanos, report);
    urgent |= child.usage().hasRunShort(report.usage());
    return growth;
  }

  /**
   * How long children that are there may admit writes from now on, and after which intent; what
   * they were told before goes on beside it to its own end.
   */
  public void allowWrites(WriteLease lease) {
    writes = lease;
  }

  /** From now on demand is what {@code other} makes of what children report. */
  public void foresee(Foresight other) {
    foresight = other;
  }

  /** Whether a child has run short since the last round, which is worth one at once. */
  public boolean isUrgent() {
    return urgent;
  }

  /**
   * Takes {@code node} for gone for good on somebody's word, which nothing here can prove: that
   * ends what it was given to outlive its leases. A lease it may still be using is charged to its
   * end. Only one that has been silent for {@link Removal#SILENT_MILLIS} is taken for gone; one
   * that is heard of later is a newcomer, and if it reads its record meanwhile, it holds nothing.
   *
   * @return if it is gone, with the record that says so, for a successor to know: what it frees is
   *     free here already, so it must be appended before anything that is given later
   */
  public Removal deregister(long nowNanos, String node) {
    Child child = children.get(node);
    if (child == null) {
      return new Removal.Unknown();
    }
    long silentMillis = Durations.toMillis(child.silentNanos(nowNanos));
    if (!child.left() && silentMillis < Removal.SILENT_MILLIS) {
      return new Removal.Present(silentMillis);
    }
    ledgers.expire(nowNanos, hearing.freeNanos(nowNanos, ledgers));
    Child gone = child.gone();
    children.put(node, gone);
    ledgers.endLasting(node);
    hearing.forget(node);
    Optional<Grants> record = gone.record().map(before -> bringDown(nowNanos, gone, before));
    long leaseNanos = ledgers.untilNanos(node, nowNanos) - nowNanos;
    return new Removal.Gone(record, Durations.toMillisUp(leaseNanos));
  }

  /** Children on record that may be using something and that this owner never heard, in order. */
  public List<String> unheard() {
    return children.values().stream()
        .filter(child -> child.newest() == null && !child.left())
        .map(Child::node)
        .toList();
  }

  /**
   * One round: the grants to send now, charged already. They count on each other, so they are to be
   * appended together or in this order. Children that are silent get none, but once their leases
   * have ended the record of them is brought down to their floors, and of those that left to
   * nothing: what a successor cannot see has come free must not be given to others.
   *
   * @param gross what there is to give; limits that are missing are taken from every child
   */
  public List<Grants> round(long nowNanos, Collection<Holding> gross) {
    return round(nowNanos, gross, key -> Share.NONE);
  }

  /**
   * The same where of some limits more is given than there is.
   *
   * @param writtenOff what of the charges as they are then is not to count; asked for in the middle
   *     of the round, since charges that end in its course would else be given twice
   */
  public List<Grants> round(
      long nowNanos, Collection<Holding> gross, Function<LimitKey, Share> writtenOff) {
    urgent = false;
    ledgers.expire(nowNanos, hearing.freeNanos(nowNanos, ledgers));
    children.values().removeIf(child -> child.leftBefore(nowNanos - LEFT_NANOS));
    hearing.summon(
        children.values().stream().filter(c -> !c.left()).map(Child::node).toList(), last);
    List<Holding> owned = gross.stream().map(each -> each.net(beyond(each.key()))).toList();
    pools.accrue(nowNanos, owned).forEach(this::beginAnew);
    List<Child> present = present(nowNanos);
    SortedSet<String> overstated = ledgers.overstated();
    present.stream().filter(c -> c.rests(nowNanos)).forEach(c -> overstated.remove(c.node()));
    List<Grants> grants = bringDown(nowNanos, present, overstated);
    overstated.forEach(ledgers::recorded);
    List<Holding> holdings =
        owned.stream().map(each -> each.widened(writtenOff.apply(each.key()))).toList();
    SortedMap<String, SortedMap<LimitKey, LeaseGrant>> leases =
        shareOut(nowNanos, present, holdings);
    Selection selection = new Selection(nowNanos, holdings, ledgers, pools);
    present.forEach(child -> selection.choose(child, leases));
    SortedMap<String, SortedMap<LimitKey, Long>> fills =
        pools.fill(present, holdings, leases, ledgers, selection);
    List<Grants> later = new ArrayList<>();
    long renewNanos = Durations.ofMillis(writes.renewMillis(times.renewMillis()));
    for (Child child : present) {
      SortedMap<LimitKey, LeaseGrant> next = leases.getOrDefault(child.node(), new TreeMap<>());
      SortedMap<LimitKey, Long> fill = fills.getOrDefault(child.node(), new TreeMap<>());
      if (overstated.contains(child.node())) {
        grants.add(grant(nowNanos, child, next, fill, selection));
      } else if (!child.rests(nowNanos)
          && (!fill.isEmpty()
              || child.isDue(nowNanos, renewNanos, next)
              || selection.mustTell(child, next))) {
        later.add(grant(nowNanos, child, next, fill, selection));
      }
    }
    grants.addAll(later);
    dropForgotten(holdings);
    pools.settle(nowNanos, holdings, ledgers);
    return grants;
  }

  /** Tokens this node gave back to the level above, by limit; cumulative. */
  public SortedMap<LimitKey, Long> returned() {
    return pools.returned();
  }

  /** Whole milli-units that wait in the pool of one limit. */
  public long pooledMilli(LimitKey key) {
    return pools.levelMilli(key);
  }

  /** The same of all limits together, whatever their units. */
  public long pooledMilli() {
    return pools.levelMilli();
  }

  private Child stranger(String node) {
    return new Child(node, times);
  }

  private void beginAnew(String node) {
    children.computeIfPresent(
        node,
        (name, child) -> {
          child.beginAnew();
          return child;
        });
  }

  /** The most that children may be using of each limit; what a report upward carries. */
  public List<Exposure> exposure() {
    return ledgers.exposure(pools);
  }

  /** The most that children may be using of one limit, leases and floors. */
  public Share outstanding(LimitKey key) {
    return ledgers.find(key).total();
  }

  /** The most that children may be using of one limit beyond it, once they have lost this node. */
  public Share beyond(LimitKey key) {
    return ledgers.find(key).totalBeyond();
  }

  /** The most that children may be using of one limit for ever. */
  public Share outstandingFloor(LimitKey key) {
    return ledgers.find(key).totalFloor();
  }

  /** What {@code node} was last given of every limit, in order. */
  public Collection<LeaseGrant> granted(String node) {
    Child child = children.get(node);
    return child == null ? List.of() : List.copyOf(child.granted().values());
  }

  /** What {@code node} is charged for of one limit. */
  public Share charged(String node, LimitKey key) {
    return ledgers.find(key).charged(node);
  }

  /** The part of that which outlives its lease. */
  public Share chargedFloor(String node, LimitKey key) {
    return ledgers.find(key).chargedFloor(node);
  }

  /** Every limit any child is charged for, given out now or not. */
  public SortedSet<LimitKey> charged() {
    return ledgers.keys();
  }

  /** The floor a child that is there gets of {@code holding}, if there is enough. */
  public Share floor(Holding holding) {
    return holding.floorOf(known());
  }

  /** Children that take part in sharing, in order. */
  public List<String> takingPart(long nowNanos) {
    return present(nowNanos).stream().map(Child::node).toList();
  }

  /**
   * What {@code node} is taken to ask for of one limit, in milli-units per second: what it reports,
   * and what is foreseen.
   */
  public long demandMilli(String node, LimitKey key) {
    return foresight.demandMilli(node, key, reportedMilli(node, key));
  }

  /** What {@code node} reported last that it is asked for of one limit, however long ago. */
  public long reportedMilli(String node, LimitKey key) {
    Child child = children.get(node);
    return child == null ? 0 : child.usage().demandPerSecondMilli(key);
  }

  /**
   * What children that are there would come to of one limit if demand were as foreseen and stayed
   * so: the rate of each once all that is to be handed back is. Nothing is given.
   *
   * @param holding on the terms that hold then
   */
  public SortedMap<String, Long> settledMilli(long nowNanos, Holding holding, Foresight foreseen) {
    LimitKey key = holding.key();
    List<Asking> asking = new ArrayList<>();
    for (Child child : present(nowNanos)) {
      long demand = foreseen.demandMilli(child.node(), key, reportedMilli(child.node(), key));
      asking.add(new Asking(child.node(), demand, 0, child.last(key)));
    }
    return ShareOut.settled(holding, ledgers.find(key), asking, known());
  }

  /** What {@code node} was given last of one limit; nothing if it was not. */
  public Share given(String node, LimitKey key) {
    Child child = children.get(node);
    return child == null ? Share.NONE : child.last(key);
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

  private void acknowledge(long nowNanos, Child child, Report report) {
    if (report.applied().isAfter(last)) {
      // Not of this log: the child remembers another world, and proves nothing about this one.
      return;
    }
    if (report.leaving()) {
      Stamp since = child.grantedSince(report.boot()).orElse(last.next());
      ledgers.leave(child.node(), report.applied(), since, report.exposure());
      pools.forget(child.node());
    } else if (child.acknowledges(nowNanos, report.applied())) {
      Proof proof = child.proves(report);
      if (report.exposesAll()) {
        ledgers.acknowledge(child.node(), proof, report.exposure());
      } else {
        ledgers.acknowledgeNamed(child.node(), proof, report.exposure());
      }
      pools.acknowledge(child.node(), report.applied());
    }
  }

  /** Whether every child that is there knows intent up to {@code revision}. */
  public boolean know(long nowNanos, long revision) {
    return present(nowNanos).stream()
        .map(Child::newest)
        .allMatch(report -> report != null && report.policyRevision() >= revision);
  }

  private int known() {
    return (int) children.values().stream().filter(child -> !child.left()).count();
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
    int known = known();
    for (Holding holding : holdings) {
      LimitKey key = holding.key();
      List<Asking> asking =
          present.stream()
              .map(
                  child ->
                      new Asking(
                          child.node(),
                          demandMilli(child.node(), key),
                          child.usage().shortPerSecondMilli(key),
                          child.last(key)))
              .toList();
      LeaseLedger ledger = ledgers.open(key);
      Pool pool = pools.open(key);
      Pooled pooled = new Pooled(pool.inFlightMilli(holding), pool.supplyMilli());
      ShareOut.of(holding, ledger, asking, known, pooled, nowNanos / times.turnNanos())
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
        holding.times().childTtlMillis(),
        holding.childHoldMillis(portion.lent()),
        new Ladder(holding.ladder().mode(), portion.beyond(), holding.ladder().parent()));
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
      Child child = children.computeIfAbsent(node, this::stranger);
      if (child.left() || ledgers.hasEnded(node)) {
        child.record().ifPresent(record -> grants.add(bringDown(nowNanos, child, record)));
      }
    }
    children.values().removeIf(child -> child.newest() == null && child.record().isEmpty());
    return grants;
  }

  /** The record again, without what has ended. */
  private Grants bringDown(long nowNanos, Child child, Grants record) {
    ledgers.recorded(child.node());
    SortedMap<LimitKey, LeaseGrant> floors = new TreeMap<>();
    for (LeaseGrant lease : child.left() ? List.<LeaseGrant>of() : record.leases()) {
      LeaseLedger ledger = ledgers.find(lease.key());
      Share floor = lease.floor().min(ledger.chargedFloor(child.node()));
      Ladder had = lease.ladder();
      Share beyond = had.beyond().min(ledger.chargedBeyond(child.node()));
      if (!floor.isNone() || !beyond.isNone()) {
        Ladder ladder = new Ladder(had.mode(), beyond, had.parent());
        floors.put(lease.key(), new LeaseGrant(lease.key(), floor, floor, 0, 0, ladder));
      }
    }
    return write(
        nowNanos,
        child,
        Addressee.of(record),
        floors,
        new TreeMap<>(),
        Selection.ALL,
        WriteLease.NONE);
  }

  private Grants grant(
      long nowNanos,
      Child child,
      SortedMap<LimitKey, LeaseGrant> leases,
      SortedMap<LimitKey, Long> fills,
      Selection selection) {
    Report answered = child.newest();
    if (answered == null) {
      throw new IllegalStateException(child.node() + " asked for nothing");
    }
    return write(nowNanos, child, Addressee.of(answered), leases, fills, selection, writes);
  }

  private Grants write(
      long nowNanos,
      Child child,
      Addressee to,
      SortedMap<LimitKey, LeaseGrant> leases,
      SortedMap<LimitKey, Long> fills,
      Selection selection,
      WriteLease allowed) {
    last = last.next();
    if (child.begins(to.boot())) {
      child.begin(last);
      pools.beginAnew(child.node());
    }
    List<LeaseGrant> outstanding = ledgers.outstanding(nowNanos, child.node(), leases);
    List<LeaseGrant> given = pools.with(nowNanos, child, last, leases, fills, selection);
    Grants grants =
        new Grants(
            child.node(),
            last,
            to.boot(),
            to.sentNanos(),
            child.latestEpoch(to.ownerEpoch()),
            given,
            outstanding,
            child.since(),
            hearing.inForce(),
            allowed,
            child.misses());
    hearing.issued(nowNanos, child.node(), last);
    ledgers.charge(nowNanos, grants.node(), grants.stamp(), grants.leases());
    ledgers.recorded(child.node());
    child.granted(nowNanos, grants, to.ownerEpoch(), longestNanos(nowNanos, grants.leases()));
    return grants;
  }

  private static long longestNanos(long nowNanos, List<LeaseGrant> leases) {
    long until = nowNanos;
    for (LeaseGrant lease : leases) {
      until = Math.max(until, lease.chargedUntilNanos(nowNanos));
    }
    return until;
  }

  private void dropForgotten(Collection<Holding> holdings) {
    SortedSet<LimitKey> held = new TreeSet<>();
    holdings.forEach(holding -> held.add(holding.key()));
    ledgers.retain(held);
    pools.retain(held, children, ledgers);
  }
}
