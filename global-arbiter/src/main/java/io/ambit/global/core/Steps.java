package io.ambit.global.core;

import io.ambit.failover.Ramp;
import io.ambit.lease.Durations;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.PolicyBook;
import io.ambit.model.RegionDeclaration.AdminState;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How much of each region's traffic is to be away from now on. A region that is declared drained
 * leaves step by step, or at once if somebody evacuated it or the arbiter drained it; one that is
 * not comes back step by step, and as its calm allows if the arbiter drained it. How long a step
 * takes is in the failover policy.
 *
 * <p>Not thread-safe; part of the core.
 */
final class Steps {
  private final PolicyBook book;
  private final Loads loads;
  private final OwnBounds bounds;
  private final OwnMoves own;
  private final SortedMap<String, Long> steppedNanos = new TreeMap<>();
  private final SortedSet<String> urgent = new TreeSet<>();

  /**
   * Steps of the regions that the book or their reports name.
   *
   * @param bounds knows which of them the arbiter itself drained
   * @param own says how far those may come back
   */
  Steps(PolicyBook book, Loads loads, OwnBounds bounds, OwnMoves own) {
    this.book = book;
    this.loads = loads;
    this.bounds = bounds;
    this.own = own;
  }

  /** The next record that drains {@code region} is to be carried out at once. */
  void hurry(String region) {
    urgent.add(region);
  }

  /** Whether the next record that drains {@code region} is to be carried out at once. */
  boolean isUrgent(String region) {
    return urgent.contains(region);
  }

  /** Another move of {@code region} begins: its first step is due at once. */
  void begin(String region) {
    steppedNanos.remove(region);
  }

  /** Of each region that is drained or away in part, how much is to be away. */
  SortedMap<String, Integer> next(long nowNanos) {
    SortedMap<String, Integer> now = book.spillTable().away();
    SortedMap<String, Integer> next = new TreeMap<>();
    for (String name : loads.names()) {
      int away = now.getOrDefault(name, 0);
      boolean drained = book.region(name).adminState() == AdminState.DRAINED;
      int then = drained ? out(nowNanos, name, away) : back(nowNanos, name, away);
      if (then > 0 || drained) {
        next.put(name, then);
      }
    }
    return next;
  }

  private int out(long nowNanos, String name, int away) {
    OptionalInt calm = own.away(name);
    if (calm.isPresent()) {
      return calm.getAsInt();
    }
    if (urgent.remove(name) || bounds.isOwn(name)) {
      return FailoverPolicy.WHOLE;
    }
    boolean due = isDue(nowNanos, name, book.failoverPolicy().drainStepMillis());
    return due ? Ramp.out(away) : away;
  }

  private int back(long nowNanos, String name, int away) {
    boolean due = away > 0 && isDue(nowNanos, name, book.failoverPolicy().failbackStepMillis());
    return due ? Ramp.back(away) : away;
  }

  /** The first step is due at once, the others so long after the one before was read back. */
  private boolean isDue(long nowNanos, String name, long stepMillis) {
    Long last = steppedNanos.get(name);
    if (last != null && nowNanos - last < Durations.ofMillis(stepMillis)) {
      return false;
    }
    steppedNanos.put(name, nowNanos);
    return true;
  }
}
