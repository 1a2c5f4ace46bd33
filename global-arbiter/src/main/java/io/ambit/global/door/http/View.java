package io.ambit.global.door.http;

import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.Fleet;
import io.ambit.global.core.Fleet.Edge;
import io.ambit.lease.Durations;
import io.ambit.lease.NodeStatus;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The core at one instant, with what every object of an answer needs put together once. Lives on
 * the loop's thread only as long as a question.
 */
record View(ArbiterCore core, long nowNanos, List<NodeStatus> regions, List<Edge> edges) {

  static View of(ArbiterCore core, long nowNanos) {
    return new View(
        core, nowNanos, core.regions().roster(nowNanos), Fleet.edges(core.regions(), nowNanos));
  }

  PolicyBook policy() {
    return core.policy();
  }

  /** The region as last heard; empty if it never was. */
  Optional<NodeStatus> region(String name) {
    return regions.stream().filter(region -> region.node().equals(name)).findFirst();
  }

  List<Edge> edgesOf(String region) {
    return edges.stream().filter(edge -> edge.region().equals(region)).toList();
  }

  /** Every region declared or heard. */
  SortedSet<String> regionNames() {
    SortedSet<String> names = new TreeSet<>();
    policy().records().stream()
        .filter(record -> record.key().kind() == PolicyKey.Kind.REGION && !record.deleted())
        .forEach(record -> names.add(record.key().name()));
    regions.forEach(region -> names.add(region.node()));
    return names;
  }

  /** How old the oldest of the log's end and the regions' newest reports is. */
  long stalenessMillis() {
    long log = Durations.toMillis(core.logAgeNanos(nowNanos).orElse(0));
    return regions.stream()
        .filter(region -> !region.left())
        .mapToLong(NodeStatus::reportAgeMillis)
        .reduce(log, Math::max);
  }
}
