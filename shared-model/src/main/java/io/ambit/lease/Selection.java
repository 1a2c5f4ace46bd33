package io.ambit.lease;

import io.ambit.model.LimitKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Of which limits each child is told in one round. A limit it is not told of keeps the lease that
 * was last told: that is charged already, so it takes nothing from anybody. Where that cannot be
 * kept, because there is less to give or for less long, the child is told in any case.
 */
final class Selection {
  /** Everybody is told everything. */
  static final Selection ALL = new Selection(0, List.of(), new Ledgers(), new Pools());

  private final long nowNanos;
  private final Map<LimitKey, Holding> holdings = new TreeMap<>();
  private final Set<LimitKey> overcommitted = new HashSet<>();
  private final Ledgers ledgers;
  private final Pools pools;
  private final Map<String, Set<LimitKey>> chosen = new TreeMap<>();

  Selection(long nowNanos, Collection<Holding> holdings, Ledgers ledgers, Pools pools) {
    this.nowNanos = nowNanos;
    this.ledgers = ledgers;
    this.pools = pools;
    for (Holding holding : holdings) {
      this.holdings.put(holding.key(), holding);
      LeaseLedger ledger = ledgers.find(holding.key());
      if (!holding.lease().covers(ledger.total())
          || !holding.floor().covers(ledger.totalFloor())
          || !holding.ladder().beyond().covers(ledger.totalBeyond())) {
        overcommitted.add(holding.key());
      }
    }
  }

  /** Whether {@code child} is told of a limit. */
  boolean speaksOf(Child child, LimitKey key) {
    Set<LimitKey> keys = chosen.get(child.node());
    return keys == null || keys.contains(key);
  }

  /** Chooses for one child, and puts what it keeps in place of what it would be told. */
  void choose(Child child, SortedMap<String, SortedMap<LimitKey, LeaseGrant>> leases) {
    if (!child.isToldLittle(nowNanos)) {
      return;
    }
    SortedMap<LimitKey, LeaseGrant> next =
        leases.computeIfAbsent(child.node(), absent -> new TreeMap<>());
    SortedMap<LimitKey, LeaseGrant> told = child.granted();
    child.telling().welcome(new ArrayList<>(next.keySet()));
    Set<LimitKey> must = must(child, next);
    Set<LimitKey> keys =
        child.rests(nowNanos)
            ? new HashSet<>()
            : child.telling().choose(nowNanos, must, key -> isWorth(child, told, next, key));
    chosen.put(child.node(), keys);
    for (LeaseGrant lease : List.copyOf(next.values())) {
      LimitKey key = lease.key();
      LeaseGrant last = told.get(key);
      boolean keeps = !keys.contains(key) || !mattersMuch(last, lease);
      if (last != null && keeps && !must.contains(key)) {
        next.put(key, last);
      } else if (!keys.contains(key)) {
        next.remove(key);
      }
    }
  }

  private Set<LimitKey> must(Child child, SortedMap<LimitKey, LeaseGrant> next) {
    Set<LimitKey> must = new HashSet<>();
    child
        .granted()
        .forEach(
            (key, last) -> {
              LeaseGrant lease = next.get(key);
              if (lease == null || !canKeep(child, last, lease)) {
                must.add(key);
              }
            });
    return must;
  }

  private boolean canKeep(Child child, LeaseGrant last, LeaseGrant next) {
    LeaseLedger ledger = ledgers.find(last.key());
    return !overcommitted.contains(last.key())
        && last.holdMillis() <= next.holdMillis()
        && last.ladder().mode() == next.ladder().mode()
        && last.ladder().parent() == next.ladder().parent()
        && ledger.charged(child.node()).covers(last.lease())
        && ledger.chargedFloor(child.node()).covers(last.floor())
        && ledger.chargedBeyond(child.node()).covers(last.ladder().beyond());
  }

  private boolean isWorth(
      Child child,
      SortedMap<LimitKey, LeaseGrant> told,
      SortedMap<LimitKey, LeaseGrant> next,
      LimitKey key) {
    LeaseGrant lease = next.get(key);
    LeaseGrant last = told.get(key);
    return lease != null
        && (last == null
            || Difference.mattersMuch(last, lease)
            || child.usage().shortPerSecondMilli(key) > 0
            || pools.mustTell(child.node(), lease));
  }

  private static boolean mattersMuch(@Nullable LeaseGrant last, LeaseGrant next) {
    return last == null || Difference.mattersMuch(last, next);
  }

  /** Whether it is worth a record of its own that a child is credited, or asked to return. */
  boolean mustTell(Child child, SortedMap<LimitKey, LeaseGrant> next) {
    for (LeaseGrant lease : next.values()) {
      if (speaksOf(child, lease.key()) && pools.mustTell(child.node(), lease)) {
        return true;
      }
    }
    return false;
  }
}
