package io.ambit.region;

import io.ambit.lease.NodeStatus;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.region.core.RegionCore;
import io.ambit.region.core.RegionEffect;
import io.ambit.region.core.RegionInput;
import io.ambit.runtime.Loop;
import io.ambit.runtime.TenantMeters;
import io.ambit.usage.Usage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Reads the core once a second and shows it to Prometheus. */
@Component
class RegionMeters {
  private static final int TOP_TENANTS = 50;
  private static final long PRESENT_MILLIS = 2_000;

  private final Loop<RegionInput, RegionEffect, RegionCore> loop;
  private final TenantMeters tenants;
  private final MultiGauge granted;
  private final SortedMap<LimitKey, Usage> counted = new TreeMap<>();
  private volatile Seen seen = new Seen(List.of(), 0, 0, new TreeMap<>(), new TreeMap<>(), 0);

  private record Seen(
      List<NodeStatus> edges,
      long revision,
      double arbiterAgeSeconds,
      SortedMap<LimitKey, Usage> totals,
      SortedMap<LimitKey, Long> heldMilli,
      long pooledMilli) {}

  RegionMeters(Loop<RegionInput, RegionEffect, RegionCore> loop, MeterRegistry meters) {
    this.loop = loop;
    this.tenants = new TenantMeters(meters, TOP_TENANTS);
    this.granted = MultiGauge.builder("ambit.tenant.granted.per.second").register(meters);
    edges(meters, "present", s -> s.edges().stream().filter(RegionMeters::present).count());
    edges(meters, "silent", s -> s.edges().stream().filter(e -> !present(e) && !e.left()).count());
    edges(meters, "left", s -> s.edges().stream().filter(NodeStatus::left).count());
    gauge(meters, "ambit.edges.behind", s -> s.edges().stream().filter(e -> behind(s, e)).count());
    gauge(meters, "ambit.policy.revision", Seen::revision);
    gauge(meters, "ambit.lease.age.seconds", Seen::arbiterAgeSeconds);
    Gauge.builder("ambit.pool.units", () -> (double) seen.pooledMilli() / Limit.MILLI)
        .tag("level", "region")
        .register(meters);
  }

  @Scheduled(fixedRate = 1_000)
  void read() {
    var unused = loop.ask(core -> see(core, System.nanoTime())).thenAccept(this::show);
  }

  private static Seen see(RegionCore core, long now) {
    SortedMap<LimitKey, Long> held = new TreeMap<>();
    core.held().all().forEach((key, lease) -> held.put(key, lease.usable(now).rateMilli()));
    return new Seen(
        core.edges().roster(now),
        core.policy().revision(),
        core.held().ageNanos(now).orElse(0L) / 1e9,
        new TreeMap<>(core.totals()),
        held,
        core.edges().pooledMilli());
  }

  private synchronized void show(Seen now) {
    seen = now;
    tenants.add(growth(now.totals()));
    granted.register(
        now.heldMilli().entrySet().stream()
            .limit(TOP_TENANTS)
            .map(e -> row(e.getKey(), e.getValue()))
            .toList(),
        true);
  }

  private static MultiGauge.Row<Number> row(LimitKey key, long milli) {
    Tags tags = Tags.of("tenant", key.tenant(), "limit", key.limit());
    return MultiGauge.Row.of(tags, (double) milli / Limit.MILLI);
  }

  private List<Usage> growth(SortedMap<LimitKey, Usage> totals) {
    List<Usage> growth = new ArrayList<>();
    totals.forEach(
        (key, total) -> {
          Usage before = counted.getOrDefault(key, new Usage(key, 0, 0));
          growth.add(
              new Usage(
                  key,
                  Math.max(0, total.offeredMilli() - before.offeredMilli()),
                  Math.max(0, total.admittedMilli() - before.admittedMilli())));
        });
    counted.clear();
    counted.putAll(totals);
    return growth;
  }

  private void edges(MeterRegistry meters, String state, ToDoubleFunction<Seen> count) {
    Gauge.builder("ambit.edges", () -> count.applyAsDouble(seen))
        .tag("state", state)
        .register(meters);
  }

  private void gauge(MeterRegistry meters, String name, ToDoubleFunction<Seen> value) {
    Gauge.builder(name, () -> value.applyAsDouble(seen)).register(meters);
  }

  private static boolean present(NodeStatus edge) {
    return !edge.left() && edge.reportAgeMillis() <= PRESENT_MILLIS;
  }

  private static boolean behind(Seen seen, NodeStatus edge) {
    return present(edge) && edge.policyRevision() < seen.revision();
  }
}
