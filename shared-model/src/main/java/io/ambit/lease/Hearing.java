package io.ambit.lease;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A parent's half of {@link Witnesses}: up to when leases that children may keep past their end
 * have certainly ended. That is every moment for which enough witnesses have testified: each to a
 * grant that this owner issued within {@link Witness#SILENCE_MILLIS} before, and all for the same
 * moment.
 *
 * <p>When the children change, so do the witnesses; but a child goes by those that its newest grant
 * named. So everybody who may be going by others is counted against those too, and the grants say
 * which, for a successor to know. Not thread-safe; owned by one {@link LeaseParent}.
 */
final class Hearing {
  /** While so many others are in force, the witnesses do not change. */
  private static final int MOST_PAST = 3;

  /** How many grants of one child are remembered; more come only once older ones are too old. */
  private static final int MOST_ISSUED = 256;

  private static final long TESTIMONY_NANOS =
      Durations.held(Durations.ofMillis(Witness.SILENCE_MILLIS));

  /** Further back than any lease lasts, and far from the ends of a long. */
  private static final long LONG_AGO_NANOS = 1L << 60;

  private static final long RETIRE_NANOS = Durations.ofMillis(1_000);

  private record Issued(Stamp stamp, long nanos) {}

  private final boolean kept;
  private final SortedMap<String, Deque<Issued>> issued = new TreeMap<>();
  private final SortedMap<String, Long> testifiedUntilNanos = new TreeMap<>();

  /** Witnesses of the past, by the last grant that named them. */
  private final List<Past> past = new ArrayList<>();

  private Witnesses current = Witnesses.NONE;
  private boolean begun;
  private long freeNanos;
  private long retiredNanos;

  private record Past(Witnesses witnesses, Stamp last) {}

  /**
   * @param kept whether children may keep leases past their end at all
   */
  Hearing(boolean kept) {
    this.kept = kept;
  }

  /** A predecessor's grant may be what a child goes by. */
  void restored(Grants grants) {
    grants.witnesses().forEach(witnesses -> pass(witnesses, grants.stamp()));
  }

  /** From the next grant on, {@code children} are the witnesses; {@code last} was the last one. */
  void summon(Collection<String> children, Stamp last) {
    if (!kept) {
      return;
    }
    Witnesses next = new Witnesses(children.stream().limit(Witnesses.MAX_NODES).toList());
    if (next.equals(current) || (past.size() >= MOST_PAST && !current.isEmpty())) {
      return;
    }
    pass(current, last);
    past.removeIf(each -> each.witnesses().equals(next));
    current = next;
  }

  private void pass(Witnesses witnesses, Stamp last) {
    if (witnesses.isEmpty()) {
      return;
    }
    Stamp latest = last;
    for (Past each : past) {
      if (each.witnesses().equals(witnesses) && each.last().isAfter(latest)) {
        latest = each.last();
      }
    }
    past.removeIf(each -> each.witnesses().equals(witnesses));
    past.add(new Past(witnesses, latest));
  }

  /** What grants are to say: the witnesses, then those that others may still be going by. */
  List<Witnesses> inForce() {
    List<Witnesses> all = new ArrayList<>();
    if (!current.isEmpty()) {
      all.add(current);
    }
    past.forEach(each -> all.add(each.witnesses()));
    return all;
  }

  /** The grant {@code stamp} goes out to {@code node}. */
  void issued(long nowNanos, String node, Stamp stamp) {
    if (kept) {
      Deque<Issued> grants = issued.computeIfAbsent(node, absent -> new ArrayDeque<>());
      grants.addLast(new Issued(stamp, nowNanos));
      while (grants.size() > MOST_ISSUED
          || nowNanos - grants.getFirst().nanos() > TESTIMONY_NANOS) {
        grants.removeFirst();
      }
    }
  }

  /** Takes in what a child's report testifies to. */
  void testified(Report report) {
    for (Issued grant : issued.getOrDefault(report.node(), new ArrayDeque<>())) {
      if (grant.stamp().equals(report.heard())) {
        testifiedUntilNanos.merge(
            report.node(), grant.nanos() + TESTIMONY_NANOS, (a, b) -> a - b > 0 ? a : b);
      }
    }
  }

  void forget(String node) {
    issued.remove(node);
    testifiedUntilNanos.remove(node);
  }

  /** Leases that may be kept and ran out by then are in use nowhere. */
  long freeNanos(long nowNanos, Ledgers ledgers) {
    if (!kept) {
      return nowNanos;
    }
    retire(nowNanos, ledgers);
    if (!begun) {
      begun = true;
      freeNanos = nowNanos - LONG_AGO_NANOS;
    }
    if (inForce().stream().allMatch(witnesses -> isHeardBy(witnesses, nowNanos))) {
      freeNanos = nowNanos;
    }
    return freeNanos;
  }

  private boolean isHeardBy(Witnesses witnesses, long nowNanos) {
    long testified =
        witnesses.nodes().stream()
            .map(testifiedUntilNanos::get)
            .filter(until -> until != null && until - nowNanos >= 0)
            .count();
    return testified >= witnesses.toFree();
  }

  /** Whoever went by witnesses of the past has applied a later grant, or has nothing any more. */
  private void retire(long nowNanos, Ledgers ledgers) {
    if (!past.isEmpty() && nowNanos - retiredNanos >= RETIRE_NANOS) {
      retiredNanos = nowNanos;
      past.removeIf(each -> ledgers.oldest(each.last().next()).isAfter(each.last()));
    }
  }
}
