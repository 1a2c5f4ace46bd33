package io.ambit.global;

import io.ambit.failover.Proposal;
import io.ambit.failover.RegionHealth;
import io.ambit.failover.RegionLoad;
import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.ArbiterEffect;
import io.ambit.global.core.ArbiterInput;
import io.ambit.global.core.Fleet;
import io.ambit.global.core.Move;
import io.ambit.lease.LeaseGrant;
import io.ambit.lease.NodeStatus;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.Words;
import io.ambit.model.WriteHome;
import io.ambit.runtime.Loop;
import io.ambit.runtime.TenantMeters;
import io.ambit.usage.Usage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Shows the core to Prometheus: counters as it says, gauges read from it once a second. */
@Component
class ArbiterMeters {
  private static final int TOP_TENANTS = 50;

  private final ObjectProvider<Loop<ArbiterInput, ArbiterEffect, ArbiterCore>> loop;
  private final TenantMeters tenants;
  private final MultiGauge granted;
  private final MultiGauge homes;
  private final Timer propagation;
  private final MeterRegistry meters;
  private final MultiGauge utilization;
  private final MultiGauge score;
  private final MultiGauge phi;
  private volatile Seen seen =
      new Seen(List.of(), 0, new TreeMap<>(), List.of(), new TreeMap<>(), List.of(), 0);

  private record Seen(
      List<Fleet.Edge> edges,
      long revision,
      SortedMap<LimitKey, Long> grantedMilli,
      List<RegionLoad> regions,
      SortedMap<String, RegionHealth.Judged> health,
      List<Home> homes,
      long pooledMilli) {}

  /** Where a tenant's writes belong. */
  private record Home(String tenant, String region, long epoch) {}

  ArbiterMeters(
      ObjectProvider<Loop<ArbiterInput, ArbiterEffect, ArbiterCore>> loop, MeterRegistry meters) {
    this.loop = loop;
    this.meters = meters;
    this.utilization = MultiGauge.builder("ambit.region.utilization.ratio").register(meters);
    this.phi = MultiGauge.builder("ambit.region.phi").register(meters);
    this.score = MultiGauge.builder("ambit.region.score.ratio").register(meters);
    this.tenants = new TenantMeters(meters, TOP_TENANTS);
    this.granted = MultiGauge.builder("ambit.tenant.granted.per.second").register(meters);
    this.homes = MultiGauge.builder("ambit.write.home.epoch").register(meters);
    this.propagation =
        Timer.builder("ambit.policy.propagation")
            .serviceLevelObjectives(
                Duration.ofMillis(250),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5))
            .register(meters);
    for (Proposal.Kind kind : Proposal.Kind.values()) {
      // From 0 on: nobody sees a count grow that begins with the first.
      failovers(kind, Move.Phase.DONE);
      failovers(kind, Move.Phase.ABORTED);
    }
    edges(meters, "present", Fleet.Edge::isPresent);
    edges(meters, "silent", Fleet.Edge::isSilent);
    edges(meters, "left", edge -> edge.status().left());
    gauge(meters, "ambit.edges.behind", ArbiterMeters::behind);
    gauge(meters, "ambit.policy.revision", Seen::revision);
    Gauge.builder("ambit.pool.units", () -> (double) seen.pooledMilli() / Limit.MILLI)
        .tag("level", "global")
        .register(meters);
  }

  /** Adds what the regions' counters grew by. Called on the loop's thread alone. */
  void count(List<Usage> growth) {
    tenants.add(growth);
  }

  /** Traffic of a region has moved, or does not after all. */
  void moved(Proposal.Kind kind, Move.Phase result) {
    failovers(kind, result).increment();
  }

  /** A region keeps a spill table from its edges. */
  void refused(String region) {
    meters.counter("ambit.spill.tables.refused", "region", region).increment();
  }

  private Counter failovers(Proposal.Kind kind, Move.Phase result) {
    return meters.counter("ambit.failovers", "kind", Words.of(kind), "result", Words.of(result));
  }

  /** A change took so long to be everywhere. */
  void propagated(long nanos) {
    propagation.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Scheduled(fixedRate = 1_000)
  void read() {
    var unused = loop.getObject().ask(core -> see(core, System.nanoTime())).thenAccept(this::show);
  }

  private static Seen see(ArbiterCore core, long now) {
    SortedMap<LimitKey, Long> granted = new TreeMap<>();
    for (NodeStatus region : core.regions().roster(now)) {
      for (LeaseGrant lease : core.regions().granted(region.node())) {
        granted.merge(lease.key(), lease.lease().rateMilli(), Long::sum);
      }
    }
    return new Seen(
        Fleet.edges(core.regions(), now),
        core.policy().revision(),
        granted,
        core.shifts().regions(),
        new TreeMap<>(core.shifts().health()),
        homes(core),
        core.regions().pooledMilli());
  }

  /** The first by name: tenants can never outgrow the scrape. */
  private static List<Home> homes(ArbiterCore core) {
    List<Home> homes = new ArrayList<>();
    for (PolicyRecord record : core.policy().records()) {
      if (record.spec() instanceof WriteHome home && homes.size() < TOP_TENANTS) {
        homes.add(new Home(record.key().name(), home.home(), home.epoch()));
      }
    }
    return homes;
  }

  private void show(Seen now) {
    seen = now;
    utilization.register(
        now.regions().stream()
            .filter(region -> region.capacityPerSecond() > 0)
            .map(region -> row(region.name(), used(region)))
            .toList(),
        true);
    score.register(
        now.health().entrySet().stream()
            .map(each -> row(each.getKey(), each.getValue().scorePerTenThousand() / 10_000.0))
            .toList(),
        true);
    phi.register(
        now.health().entrySet().stream()
            .map(each -> row(each.getKey(), each.getValue().seen().phi()))
            .toList(),
        true);
    granted.register(
        now.grantedMilli().entrySet().stream()
            .limit(TOP_TENANTS)
            .map(e -> row(e.getKey(), e.getValue()))
            .toList(),
        true);
    homes.register(now.homes().stream().map(ArbiterMeters::row).toList(), true);
  }

  private static MultiGauge.Row<Number> row(Home home) {
    return MultiGauge.Row.of(
        Tags.of("tenant", home.tenant(), "home", home.region()), (double) home.epoch());
  }

  /** What a region's own users ask, of what it can take. */
  private static double used(RegionLoad region) {
    return (double) region.demand().total() / region.capacityPerSecond();
  }

  private static MultiGauge.Row<Number> row(String region, double ratio) {
    return MultiGauge.Row.of(Tags.of("region", region), ratio);
  }

  private static MultiGauge.Row<Number> row(LimitKey key, long milli) {
    Tags tags = Tags.of("tenant", key.tenant(), "limit", key.limit());
    return MultiGauge.Row.of(tags, (double) milli / Limit.MILLI);
  }

  private static double behind(Seen seen) {
    return seen.edges().stream()
        .filter(Fleet.Edge::isPresent)
        .filter(edge -> edge.status().policyRevision() < seen.revision())
        .count();
  }

  private void edges(MeterRegistry meters, String state, Predicate<Fleet.Edge> is) {
    Gauge.builder("ambit.edges", () -> seen.edges().stream().filter(is).count())
        .tag("state", state)
        .register(meters);
  }

  private void gauge(MeterRegistry meters, String name, ToDoubleFunction<Seen> value) {
    Gauge.builder(name, () -> value.applyAsDouble(seen)).register(meters);
  }
}
