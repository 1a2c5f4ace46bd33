package io.ambit.global.core;

import io.ambit.failover.Demand;
import io.ambit.model.Priority;
import io.ambit.model.SpillRow;
import io.ambit.model.SpillTable;
import io.ambit.model.Spread;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Who sends which part of its requests to whom by a spill table, all priorities together, as they
 * are mixed in what is asked of the region that sends. Parts are per million; of a difference they
 * may be negative. Immutable.
 */
final class Departures {
  private static final long MILLION = 1_000_000;

  /** Less than half of the first step of a drain is a change of shares and moves nothing. */
  private static final long NOTABLE = 5_000;

  /** Most requests are of that priority; it stands for all where nothing is known of them. */
  private static final Demand UNKNOWN = Demand.of(0, 1, 0, 0);

  /** By source and receiver; none is 0. */
  private final SortedMap<String, SortedMap<String, Long>> parts;

  private Departures(SortedMap<String, SortedMap<String, Long>> parts) {
    this.parts = parts;
  }

  /**
   * What {@code table} sends away of the regions that are being drained.
   *
   * @param mix what users ask of a region, by priority
   */
  static Departures of(SpillTable table, Function<String, Demand> mix) {
    SortedMap<String, SortedMap<String, Long>> parts = new TreeMap<>();
    SpillRow row = table.row(new TreeSet<>(table.away().keySet())).orElse(null);
    if (row != null) {
      row.spreads()
          .forEach(
              (source, spread) -> {
                int away = table.away().getOrDefault(source, 0);
                put(parts, source, parts(spread, away, mix.apply(source)));
              });
    }
    return new Departures(parts);
  }

  private static SortedMap<String, Long> parts(Spread spread, int away, Demand asked) {
    Demand mix = asked.total() == 0 ? UNKNOWN : asked;
    SortedMap<String, Long> parts = new TreeMap<>();
    for (int to = 0; to < spread.receivers().size(); to++) {
      double sent = 0;
      for (Priority priority : Priority.values()) {
        sent += (double) mix.of(priority) * spread.parts().get(priority.ordinal()).get(to);
      }
      // Both are of ten thousand, so together they are a hundred too fine for a million.
      parts.put(spread.receivers().get(to), Math.round(sent / mix.total() * away / 100));
    }
    return parts;
  }

  private static void put(
      SortedMap<String, SortedMap<String, Long>> all, String source, SortedMap<String, Long> of) {
    of.values().removeIf(part -> part == 0);
    if (!of.isEmpty()) {
      all.put(source, of);
    }
  }

  /** By how much {@code later} sends more, or less. */
  Departures until(Departures later) {
    SortedSet<String> sources = new TreeSet<>(parts.keySet());
    sources.addAll(later.parts.keySet());
    SortedMap<String, SortedMap<String, Long>> change = new TreeMap<>();
    for (String source : sources) {
      SortedMap<String, Long> of = new TreeMap<>(later.from(source));
      from(source).forEach((to, part) -> of.merge(to, -part, Long::sum));
      put(change, source, of);
    }
    return new Departures(change);
  }

  /** What of it is more, without what is less, of those that send notably more. */
  Departures more() {
    SortedMap<String, SortedMap<String, Long>> more = new TreeMap<>();
    parts.forEach(
        (source, of) -> {
          SortedMap<String, Long> positive = new TreeMap<>(of);
          positive.values().removeIf(part -> part < 0);
          if (positive.values().stream().mapToLong(Long::longValue).sum() >= NOTABLE) {
            put(more, source, positive);
          }
        });
    return new Departures(more);
  }

  /** Whether some source sends notably less in all. */
  boolean returns() {
    return parts.values().stream()
        .anyMatch(of -> of.values().stream().mapToLong(Long::longValue).sum() <= -NOTABLE);
  }

  boolean isNone() {
    return parts.isEmpty();
  }

  /** Regions that send, in order. */
  SortedSet<String> sources() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(parts.keySet()));
  }

  private SortedMap<String, Long> from(String source) {
    return parts.getOrDefault(source, Collections.emptySortedMap());
  }

  /** What arrives at each region of a demand that is so large at each source; in its units. */
  SortedMap<String, Long> arriving(Function<String, Long> demandMilli) {
    SortedMap<String, Long> arriving = new TreeMap<>();
    parts.forEach(
        (source, of) -> {
          long demand = demandMilli.apply(source);
          of.forEach((to, part) -> arriving.merge(to, demand * part / MILLION, Long::sum));
        });
    arriving.values().removeIf(milli -> milli == 0);
    return arriving;
  }
}
