package io.ambit.lease.tree;

import static java.util.Objects.requireNonNull;

import io.ambit.lease.Boot;
import io.ambit.lease.Grants;
import io.ambit.lease.Report;
import io.ambit.lease.Share;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One run. Reports go up every 100 ms, rounds are held every 50 ms, and whenever an edge takes
 * something up the sum over all edges is checked against the {@link Allowance}.
 */
final class Tree {
  static final LimitKey KEY = new LimitKey("acme", "requests");

  private static final long MILLI = 1_000_000;
  private static final long REPORT_NANOS = 100 * MILLI;
  private static final long ROUND_NANOS = 50 * MILLI;
  private static final String ARBITER = "arbiter";

  private final long seed;
  private final Terms terms;
  private final Random random;
  private final Schedule schedule = new Schedule();
  private final Network network;
  private final Allowance allowance;
  private final Arbiter arbiter;
  private final SortedMap<String, Region> regions = new TreeMap<>();
  private final SortedMap<String, Edge> edges = new TreeMap<>();
  private double tightness;

  Tree(long seed, Faults faults, Terms terms) {
    this.seed = seed;
    this.terms = terms;
    this.random = new Random(seed);
    this.network = new Network(schedule, random, faults);
    this.allowance =
        new Allowance(Limit.perSecond("requests", 1_000, 100), terms.regionHoldMillis());
    this.arbiter = new Arbiter(this);
    beat(ROUND_NANOS, this::arbiterRound);
    for (String name : List.of("eu", "us")) {
      Region region = new Region("region-" + name, this);
      regions.put(region.name(), region);
      beat(REPORT_NANOS, () -> reportOf(region));
      beat(ROUND_NANOS, () -> roundOf(region));
      join(new Edge(name + "-1", this), region);
      join(new Edge(name + "-2", this), region);
    }
  }

  private void join(Edge edge, Region region) {
    edges.put(edge.name(), edge);
    beat(REPORT_NANOS, () -> reportOf(edge, region));
  }

  void run(long millis) {
    schedule.runUntil(schedule.nowNanos() + millis * MILLI);
  }

  /** Does {@code action} again and again, starting anywhere in the first interval. */
  private void beat(long everyNanos, Runnable action) {
    schedule.in(random.nextLong(everyNanos), () -> beatOnce(everyNanos, action));
  }

  private void beatOnce(long everyNanos, Runnable action) {
    action.run();
    schedule.in(everyNanos, () -> beatOnce(everyNanos, action));
  }

  private void arbiterRound() {
    for (Grants grants : arbiter.round(allowance.limit())) {
      Region region = requireNonNull(regions.get(grants.node()));
      network.send(link(ARBITER, grants.node()), () -> region.receive(grants));
    }
  }

  private void reportOf(Region region) {
    region.report().ifPresent(report -> send(region, report));
  }

  private void send(Region region, Report report) {
    network.send(link(region.name(), ARBITER), () -> arbiter.receive(report));
  }

  private void roundOf(Region region) {
    for (Grants grants : region.round()) {
      Edge edge = requireNonNull(edges.get(grants.node()));
      network.send(
          link(region.name(), edge.name()),
          () -> {
            edge.receive(grants);
            check();
          });
    }
  }

  private void reportOf(Edge edge, Region region) {
    edge.report().ifPresent(report -> send(edge, region, report));
  }

  private void send(Edge edge, Region region, Report report) {
    network.send(link(edge.name(), region.name()), () -> region.receive(report));
  }

  void leave(Region region) {
    region.leave().ifPresent(report -> send(region, report));
  }

  void leave(Edge edge) {
    Region region = requireNonNull(regions.get("region-" + edge.name().substring(0, 2)));
    edge.leave().ifPresent(report -> send(edge, region, report));
  }

  static String link(String from, String to) {
    return from + ">" + to;
  }

  /** From now on, so much per second, with a tenth of it as burst. */
  void limit(long quota) {
    allowance.change(nowNanos(), Limit.perSecond("requests", quota, quota / 10));
  }

  /** The promise. */
  void check() {
    Share sum = edges.values().stream().map(Edge::usable).reduce(Share.NONE, Share::plus);
    Share most = allowance.at(nowNanos());
    tightness = Math.max(tightness, (double) sum.rateMilli() / most.rateMilli());
    if (!most.covers(sum)) {
      throw new AssertionError(
          "seed %d, after %d ms: edges may use %s of %s"
              .formatted(seed, nowNanos() / MILLI, sum, most));
    }
  }

  /** The largest sum of rates there was, as a part of what was allowed. */
  double tightness() {
    return tightness;
  }

  Random random() {
    return random;
  }

  Schedule schedule() {
    return schedule;
  }

  Network network() {
    return network;
  }

  Allowance allowance() {
    return allowance;
  }

  Arbiter arbiter() {
    return arbiter;
  }

  List<Region> regions() {
    return List.copyOf(regions.values());
  }

  List<Edge> edges() {
    return List.copyOf(edges.values());
  }

  Terms terms() {
    return terms;
  }

  long nowNanos() {
    return schedule.nowNanos();
  }

  DriftingClock newClock() {
    return DriftingClock.draw(random);
  }

  Boot newBoot() {
    return Boot.of(random.nextLong(), random.nextLong());
  }

  void afterDiskDelay(Runnable write) {
    schedule.in(random.nextLong(20 * MILLI), write);
  }
}
