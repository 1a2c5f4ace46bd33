package io.ambit.global.core;

import io.ambit.failover.Demand;
import io.ambit.failover.RegionLoad;
import io.ambit.failover.Traffic;
import io.ambit.failover.TrafficBook;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.Priority;
import io.ambit.model.RegionDeclaration;
import io.ambit.model.SpillRow;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Regions as traffic is moved by: what operators declare of them, joined with what they say of
 * their traffic. Not thread-safe; owned by one loop.
 */
final class Loads {
  /** What changes by less does not make another table, in parts of ten thousand of a capacity. */
  private static final long NOTABLE = 500;

  private static final List<PolicyKey.Kind> BASIS =
      List.of(PolicyKey.Kind.REGION, PolicyKey.Kind.FAILOVER_POLICY, PolicyKey.Kind.SAFETY_RULES);

  private final PolicyBook book;
  private final TrafficBook traffic = new TrafficBook();

  Loads(PolicyBook book) {
    this.book = book;
  }

  void take(long nowNanos, Traffic region) {
    traffic.take(nowNanos, region);
  }

  /** Every region that was declared, heard, or is in the table. */
  SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>(traffic.nodes());
    book.live(PolicyKey.Kind.REGION).forEach(record -> names.add(record.key().name()));
    book.spillTable().rows().stream().map(SpillRow::lost).forEach(names::addAll);
    return names;
  }

  long provenPerSecond(String region) {
    return traffic.of(region).provenPerSecond();
  }

  List<RegionLoad> regions() {
    return names().stream().map(this::region).toList();
  }

  private RegionLoad region(String name) {
    RegionDeclaration declared = book.region(name);
    Traffic told = traffic.of(name);
    return new RegionLoad(
        name,
        declared.capacityPerSecond(),
        // What a region was seen to take matters where it is less than what is declared.
        declared.capacityPerSecond() == 0 ? 0 : told.provenPerSecond(),
        declared.weight(),
        declared.adminState(),
        told.demand());
  }

  /** How old the newest news of each region is; none of one that was never heard. */
  SortedMap<String, Long> ageMillis(long nowNanos) {
    SortedMap<String, Long> ages = new TreeMap<>();
    for (String name : names()) {
      traffic.ageMillis(nowNanos, name).ifPresent(age -> ages.put(name, age));
    }
    return ages;
  }

  /** The newest that regions said of their traffic. */
  TrafficBook traffic() {
    return traffic;
  }

  /** Which records of intent the loads rest on: the newest of them. */
  long revision() {
    long newest = 0;
    for (PolicyKey.Kind kind : BASIS) {
      for (PolicyRecord record : book.live(kind)) {
        newest = Math.max(newest, record.revision());
      }
    }
    return newest;
  }

  /** Whether demand differs by so much that plans made on the one do not hold for the other. */
  static boolean differ(List<RegionLoad> some, List<RegionLoad> others) {
    return some.size() != others.size()
        || IntStream.range(0, some.size()).anyMatch(i -> differs(some.get(i), others.get(i)));
  }

  private static boolean differs(RegionLoad one, RegionLoad other) {
    if (!one.name().equals(other.name())
        || one.declaredPerSecond() != other.declaredPerSecond()
        || one.weight() != other.weight()
        || one.adminState() != other.adminState()) {
      return true;
    }
    long capacity = Math.max(one.capacityPerSecond(), other.capacityPerSecond());
    if (Math.abs(one.capacityPerSecond() - other.capacityPerSecond()) * 10_000
        > NOTABLE * capacity) {
      return true;
    }
    return differs(one.demand(), other.demand(), capacity);
  }

  private static boolean differs(Demand one, Demand other, long capacity) {
    for (Priority priority : Priority.values()) {
      if (Math.abs(one.of(priority) - other.of(priority)) * 10_000 > NOTABLE * capacity
          && capacity > 0) {
        return true;
      }
    }
    return false;
  }
}
