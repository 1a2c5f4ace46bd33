package io.ambit.global.core;

import io.ambit.lease.Durations;
import io.ambit.lease.Foresight;
import io.ambit.lease.LeaseParent;
import io.ambit.model.LimitKey;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Demand as the spill table in force moves it. From the step in which a table is read that sends
 * more away, a receiver is taken to ask for
 *
 * <pre>max(what it reports, own + moved · f)</pre>
 *
 * <p>where {@code own} is what it asked for then, and f is 1 for a second, in which a table reaches
 * every edge that can be reached, and falls to 0 within the two seconds that a mean of demand
 * takes: by then what has arrived is in its reports, and what has not is not coming. Nothing is
 * counted twice, as what is reported and what is foreseen are not added. What a drained region
 * reports is left as it is: its edges are asked first, and debit what they send on; what its users
 * ask elsewhere by themselves it does not report any more.
 *
 * <p>It is of demand alone: what may be in use is charged as ever ({@link Foresight}). Not
 * thread-safe; part of the core. Bounded by the limits that are given out, and the regions of a
 * table.
 */
final class MovedDemand implements Foresight {
  /** A policy record is with every edge that can be reached within that. */
  private static final long FULL_NANOS = Durations.ofMillis(1_000);

  /** Demand is a mean of two seconds. */
  private static final long FADING_NANOS = Durations.ofMillis(2_000);

  private final SortedMap<LimitKey, SortedMap<String, Expected>> expected = new TreeMap<>();
  private long nowNanos;
  private long sinceNanos;

  private record Expected(long ownMilli, long movedMilli, long sinceNanos) {}

  /** It is so late; forgets what is over. */
  void at(long now) {
    nowNanos = now;
    if (!expected.isEmpty() && now - sinceNanos >= FULL_NANOS + FADING_NANOS) {
      expected.clear();
    }
  }

  /** Nothing is on its way any more. */
  void forget() {
    expected.clear();
  }

  /**
   * More is sent away from now on.
   *
   * @param more by how much
   * @param keys of which limits
   */
  void move(long now, Departures more, Collection<LimitKey> keys, Departed departed) {
    at(now);
    for (LimitKey key : keys) {
      more.arriving(source -> departed.demandMilli(source, key))
          .forEach((to, milli) -> expect(to, key, milli, departed.regions()));
    }
    sinceNanos = now;
  }

  private void expect(String region, LimitKey key, long movedMilli, LeaseParent regions) {
    long own = demandMilli(region, key, regions.reportedMilli(region, key));
    expected
        .computeIfAbsent(key, absent -> new TreeMap<>())
        .put(region, new Expected(own, movedMilli, nowNanos));
  }

  @Override
  public long demandMilli(String region, LimitKey key, long reportedMilli) {
    SortedMap<String, Expected> of = expected.get(key);
    Expected each = of == null ? null : of.get(region);
    return each == null ? reportedMilli : Math.max(reportedMilli, foreseen(each));
  }

  private long foreseen(Expected each) {
    long fadesNanos = nowNanos - each.sinceNanos() - FULL_NANOS;
    if (fadesNanos >= FADING_NANOS) {
      return 0;
    }
    double left = fadesNanos <= 0 ? 1 : 1 - (double) fadesNanos / FADING_NANOS;
    return each.ownMilli() + (long) (each.movedMilli() * left);
  }
}
