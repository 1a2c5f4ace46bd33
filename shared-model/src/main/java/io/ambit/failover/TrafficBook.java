package io.ambit.failover;

import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The newest that each node said of its traffic. Not thread-safe. At most {@value #MOST} nodes; of
 * more, those that come later are not heard.
 */
public final class TrafficBook {
  public static final int MOST = 10_000;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final SortedMap<String, Heard> newest = new TreeMap<>();

  private record Heard(Traffic traffic, long nanos) {}

  /** A node says this. */
  public void take(long nowNanos, Traffic traffic) {
    if (newest.size() < MOST || newest.containsKey(traffic.node())) {
      newest.put(traffic.node(), new Heard(traffic, nowNanos));
    }
  }

  /** Forgets who has not been heard for {@code millis}. */
  public void forget(long nowNanos, long millis) {
    newest.values().removeIf(heard -> nowNanos - heard.nanos() > millis * NANOS_PER_MILLI);
  }

  /** Everybody that was heard. */
  public SortedSet<String> nodes() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(newest.keySet()));
  }

  /** What {@code node} said last; nothing if it never was heard. */
  public Traffic of(String node) {
    Heard heard = newest.get(node);
    return heard == null ? Traffic.none(node) : heard.traffic();
  }

  /** How long ago {@code node} was heard; empty if it never was. */
  public OptionalLong ageMillis(long nowNanos, String node) {
    Heard heard = newest.get(node);
    return heard == null
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, nowNanos - heard.nanos()) / NANOS_PER_MILLI);
  }

  /** All nodes together, as {@code node} says it. */
  public Traffic sum(String node) {
    return newest.values().stream()
        .map(heard -> heard.traffic().as(node))
        .reduce(Traffic::plus)
        .orElseGet(() -> Traffic.none(node));
  }
}
