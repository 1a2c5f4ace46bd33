package io.ambit.simulator.scenario;

import static io.ambit.simulator.scenario.Measured.SECOND;

import io.ambit.failover.Earshot;
import io.ambit.failover.Reachability;
import io.ambit.model.Budget;
import io.ambit.model.ControlLoss;
import io.ambit.model.Enforcement;
import io.ambit.model.Limit;
import io.ambit.model.OnNoBackend;
import io.ambit.model.OnRegionLoss;
import io.ambit.simulator.fault.Fault;
import io.ambit.simulator.fault.Fault.Kind;
import io.ambit.simulator.fault.Injector;
import io.ambit.simulator.world.Clocks;
import io.ambit.simulator.world.EdgeProcess;
import io.ambit.simulator.world.Monitor;
import io.ambit.simulator.world.Plan;
import io.ambit.simulator.world.Site;
import io.ambit.simulator.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One of three regions is lost to the others, of a tenant that does not wait for its leases to end:
 * the others have its share as soon as more than half say that they do not reach it, and the world
 * admits no more than what the arbiter says is written off beyond the limit. Asked for 2.1 L, so
 * that two regions can use all of it.
 */
final class RegionLosses {
  private static final String TENANT = "acme";
  private static final String LOST = "r1";
  private static final int REGIONS = 3;
  private static final long RATE = 3_000;
  private static final long BURST = 300;
  private static final long LOST_AT = 10 * SECOND;
  private static final long CHECK_NANOS = SECOND / 20;

  /** Until it is confirmed, others have been given its share, and edges have heard of it. */
  private static final long SOON = 5 * SECOND;

  private static final long AFTER = 40 * SECOND;

  private RegionLosses() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario(
            "region-dead",
            "a region dies with its edges for 40 s, and its share is written off",
            12,
            RegionLosses::dead),
        new Scenario(
            "region-cut",
            "a region written off is only cut off, admits on, and is heard again after 12 s",
            12,
            RegionLosses::cut));
  }

  private static Outcome dead(long seed, int edges) {
    World world = world(seed, edges);
    List<Fault> faults = new ArrayList<>();
    Stream.concat(
            world.regions().stream().filter(each -> each.site().region().equals(LOST)),
            world.edges().stream().filter(each -> each.site().region().equals(LOST)))
        .forEach(each -> faults.add(new Fault(LOST_AT, Kind.CRASH, each.name(), 40 * SECOND)));
    long until = play(world, faults, 40 * SECOND);
    return outcome(world, until)
        .atLeast("survivors", perSecond(world, LOST_AT + SOON, until) / RATE, "of L", 0.95);
  }

  private static Outcome cut(long seed, int edges) {
    World world = world(seed, edges);
    List<Fault> faults = new ArrayList<>();
    world.regions().stream()
        .filter(each -> each.site().region().equals(LOST))
        .forEach(each -> faults.add(new Fault(LOST_AT, Kind.CUT_ROOT, each.name(), 12 * SECOND)));
    long until = play(world, faults, 12 * SECOND);
    double beyond = (double) world.writtenOff().mostRateMilli(TENANT) / Limit.MILLI / RATE;
    return outcome(world, until)
        .atLeast("inAll", perSecond(world, LOST_AT + SOON, until) / RATE, "of L", 0.95 + beyond);
  }

  private static World world(long seed, int edges) {
    World world =
        new World(
            Plan.of(seed, REGIONS, Math.max(1, edges / REGIONS))
                .delays(10, 30)
                .replicas(2)
                .clocks(Clocks.ANY)
                .arrivals(10)
                .metered());
    world
        .operators()
        .put(
            TENANT,
            new Budget(
                List.of(Limit.perSecond("requests", RATE, BURST)),
                Enforcement.ENFORCE,
                ControlLoss.DEFAULT,
                OnNoBackend.SHED,
                OnRegionLoss.ON_CONFIRMED));
    for (EdgeProcess edge : world.edges()) {
      world.users(edge, TENANT, 1, false, t -> 2.1 * RATE / world.edges().size());
    }
    return world;
  }

  /** Returns when the region is back. */
  private static long play(World world, List<Fault> faults, long forNanos) {
    new Injector(world).plan(faults);
    watch(world, LOST_AT + forNanos);
    check(world);
    world.run(LOST_AT + forNanos + AFTER);
    return LOST_AT + forNanos;
  }

  /** The others say for how long they have not reached the lost one. */
  private static void watch(World world, long untilNanos) {
    long now = world.nowNanos();
    long silent = now < LOST_AT || now >= untilNanos ? 0 : (now - LOST_AT) / 1_000_000;
    for (Site site : world.sites()) {
      if (!site.region().equals(LOST)) {
        TreeMap<String, Long> reached = new TreeMap<>();
        world.sites().forEach(each -> reached.put(each.region(), 0L));
        reached.put(LOST, silent);
        Reachability said = new Reachability(site.region(), reached);
        world.arbiters().forEach(arbiter -> arbiter.hear(said));
      }
    }
    world.agenda().in(Earshot.PROBE_MILLIS * 1_000_000, () -> watch(world, untilNanos));
  }

  private static void check(World world) {
    world.checkLeases();
    world.checkTokens();
    world.agenda().in(CHECK_NANOS, () -> check(world));
  }

  private static double perSecond(World world, long fromNanos, long toNanos) {
    return world.monitor(TENANT).admitted(fromNanos, toNanos) * 1e9 / (toNanos - fromNanos);
  }

  private static Outcome outcome(World world, long untilNanos) {
    Monitor monitor = world.monitor(TENANT);
    double off = (double) world.writtenOff().mostRateMilli(TENANT) / Limit.MILLI / RATE;
    double used = monitor.utilisation(untilNanos + AFTER / 2, untilNanos + AFTER);
    return Measured.contract(world, (untilNanos + AFTER) / SECOND)
        .atLeast("writtenOff", off, "of L", 0.25)
        .atMost("writtenOffAfter", world.writtenOff().rateMilli(TENANT), "milli", 0)
        .atLeast("utilisationAfter", used, "", 0.98);
  }
}
