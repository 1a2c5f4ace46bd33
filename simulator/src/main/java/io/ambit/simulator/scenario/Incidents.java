package io.ambit.simulator.scenario;

import static io.ambit.simulator.scenario.Measured.SECOND;

import io.ambit.model.Budget;
import io.ambit.model.Limit;
import io.ambit.simulator.engine.Dice;
import io.ambit.simulator.fault.Fault;
import io.ambit.simulator.fault.Fault.Kind;
import io.ambit.simulator.fault.Injector;
import io.ambit.simulator.world.Clocks;
import io.ambit.simulator.world.EdgeProcess;
import io.ambit.simulator.world.Monitor;
import io.ambit.simulator.world.Plan;
import io.ambit.simulator.world.Process;
import io.ambit.simulator.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Things that go wrong in ways that have a name, under a demand of 1.5 L: what is over-admitted
 * (nothing), what is still served meanwhile, and how soon all is well again. Three regions; two
 * processes for each region and for the arbiter.
 */
final class Incidents {
  private static final String TENANT = "acme";
  private static final int REGIONS = 3;
  private static final long RATE = 3_000;
  private static final long BURST = 300;
  private static final long WARM = 8 * SECOND;

  /** How long things are watched once all faults are over. */
  private static final long AFTER = 20 * SECOND;

  private static final long DEMAND = Dice.key("incident");

  private Incidents() {}

  static List<Scenario> all() {
    return List.of(
        scenario(
            "rolling-restart", "every process stopped and started, one by one", Incidents::rolling),
        scenario(
            "region-takeover",
            "demand moves between two edges, and in the midst of it their region's owner dies",
            Incidents::regionTakeover),
        scenario(
            "arbiter-takeover",
            "demand moves between two regions, and in the midst of it the arbiter dies",
            Incidents::arbiterTakeover),
        scenario(
            "owners-killed",
            "the owner of a region and the arbiter die in turn, every eight seconds",
            Incidents::ownersKilled),
        scenario(
            "zombie", "owners sleep past their session and wake up as zombies", Incidents::zombie),
        scenario(
            "one-way",
            "an edge and a region that are not heard, or do not hear",
            Incidents::oneWay),
        scenario("root-cut", "no region reaches the arbiter for 15 minutes", Incidents::rootCut),
        scenario(
            "clock-skew",
            "every clock 0.1 % wrong, the wrong way, while edges are cut off in turn",
            Incidents::clockSkew),
        scenario(
            "bus-outage",
            "a region's cluster is down for 10 s, then the global one",
            Incidents::outage),
        scenario(
            "re-incarnation",
            "an edge restarted every two seconds, with its disk and then without",
            Incidents::reIncarnation),
        scenario("put-storm", "600 budget changes in a minute", Incidents::putStorm),
        scenario(
            "tenant-flapping",
            "20 tenants whose demand comes and goes every few seconds",
            Incidents::flapping));
  }

  private static Scenario scenario(String name, String about, Scenario.Play play) {
    return new Scenario(name, about, 12, play);
  }

  private static World world(long seed, int edges, Clocks clocks) {
    return new World(
        Plan.of(seed, REGIONS, Math.max(1, edges / REGIONS))
            .delays(10, 30)
            .replicas(2)
            .clocks(clocks)
            .arrivals(10)
            .metered());
  }

  /** A world that is asked for 1.5 L, evenly. */
  private static World busy(long seed, int edges) {
    World world = world(seed, edges, Clocks.ANY);
    budget(world);
    world.edges().forEach(edge -> ask(world, edge, t -> 1.5 * RATE / world.edges().size()));
    return world;
  }

  private static void budget(World world) {
    world.operators().put(TENANT, Budget.of(Limit.perSecond("requests", RATE, BURST)));
  }

  private static void ask(World world, EdgeProcess edge, World.Demand demand) {
    world.users(edge, TENANT, 1, false, demand);
  }

  private static Outcome rolling(long seed, int edges) {
    World world = busy(seed, edges);
    List<Fault> faults = new ArrayList<>();
    long at = WARM;
    for (Process each : everyProcess(world)) {
      faults.add(new Fault(at, Kind.STOP, each.name(), SECOND));
      at += 4 * SECOND;
    }
    return play(world, faults, 0.97, 1_000);
  }

  private static List<Process> everyProcess(World world) {
    return Stream.of(world.arbiters(), world.regions(), world.edges())
        .<Process>flatMap(List::stream)
        .toList();
  }

  private static Outcome regionTakeover(long seed, int edges) {
    World world = world(seed, edges, Clocks.ANY);
    budget(world);
    int last = world.edges().size() / REGIONS - 1;
    for (int i = 0; i < world.edges().size(); i++) {
      boolean from = i == 0;
      boolean to = i == last;
      double usual = 0.7 * RATE / world.edges().size();
      ask(world, world.edges().get(i), t -> (t < WARM ? from : to) ? 0.8 * RATE + usual : usual);
    }
    return play(world, takeover(seed, "region-r1-1"), 0.9, 1_000);
  }

  private static Outcome arbiterTakeover(long seed, int edges) {
    World world = world(seed, edges, Clocks.ANY);
    budget(world);
    for (EdgeProcess edge : world.edges()) {
      String region = edge.site().region();
      double share = (double) REGIONS / world.edges().size();
      double usual = 0.2 * RATE * share;
      double more = 0.9 * RATE * share;
      ask(world, edge, t -> region.equals(t < WARM ? "r1" : "r2") ? usual + more : usual);
    }
    return play(world, takeover(seed, "arbiter-1"), 0.9, 1_000);
  }

  /** Killed while what was reported of the change is on its way, or what was given for it. */
  private static List<Fault> takeover(long seed, String owner) {
    long later = Math.floorMod(seed * 7_919, 1_500) * 1_000_000L;
    return List.of(new Fault(WARM + later, Kind.CRASH, owner, 10 * SECOND));
  }

  /** Whoever took over dies next; a session lasts 2 s, and demand never pauses. */
  private static Outcome ownersKilled(long seed, int edges) {
    World world = busy(seed, edges);
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String replica = i / 2 % 2 == 0 ? "-1" : "-2";
      String owner = (i % 2 == 0 ? "region-r1" : "arbiter") + replica;
      faults.add(new Fault(WARM + 8 * i * SECOND, Kind.CRASH, owner, 4 * SECOND));
    }
    return play(world, faults, 0.95, 1_000);
  }

  private static Outcome zombie(long seed, int edges) {
    World world = busy(seed, edges);
    List<Fault> faults = new ArrayList<>();
    faults.add(new Fault(WARM, Kind.PAUSE, "region-r1-1", 8 * SECOND));
    faults.add(new Fault(WARM + 12 * SECOND, Kind.PAUSE, "arbiter-1", 8 * SECOND));
    faults.add(new Fault(WARM + 24 * SECOND, Kind.PAUSE, "region-r1-2", 20 * SECOND));
    return play(world, faults, 0.98, 1_000);
  }

  private static Outcome oneWay(long seed, int edges) {
    World world = busy(seed, edges);
    List<Fault> faults = new ArrayList<>();
    faults.add(new Fault(WARM, Kind.CUT_UP, "r1-e1", 10 * SECOND));
    faults.add(new Fault(WARM + 15 * SECOND, Kind.CUT_DOWN, "r1-e1", 10 * SECOND));
    faults.add(new Fault(WARM + 30 * SECOND, Kind.CUT_UP, "region-r2-1", 10 * SECOND));
    faults.add(new Fault(WARM + 45 * SECOND, Kind.CUT_DOWN, "region-r3-1", 10 * SECOND));
    return play(world, faults, 0.98, 1_000);
  }

  private static Outcome rootCut(long seed, int edges) {
    World world = busy(seed, edges);
    long until = WARM + 900 * SECOND;
    List<Fault> cuts =
        world.regions().stream()
            .map(region -> new Fault(WARM, Kind.CUT_ROOT, region.name(), 900 * SECOND))
            .toList();
    new Injector(world).plan(cuts);
    world.run(until + AFTER);
    Monitor monitor = world.monitor(TENANT);
    return after(world, until)
        .atLeast("utilisation", monitor.utilisation(WARM, WARM + 20 * SECOND), "", 0.97)
        .atLeast("servedOnFloors", monitor.utilisation(WARM + 60 * SECOND, until), "of L", 0.007);
  }

  private static Outcome clockSkew(long seed, int edges) {
    Clocks clocks = (seed & 1) == 0 ? Clocks.HOLDERS_FAST : Clocks.HOLDERS_SLOW;
    World world = world(seed, edges, clocks);
    budget(world);
    world.edges().forEach(edge -> ask(world, edge, t -> 1.5 * RATE / world.edges().size()));
    List<Fault> faults = new ArrayList<>();
    long at = WARM;
    for (EdgeProcess edge : world.edges()) {
      faults.add(new Fault(at, Kind.CUT, edge.name(), 25 * SECOND));
      at += 8 * SECOND;
    }
    return play(world, faults, 0.95, 1_000);
  }

  private static Outcome outage(long seed, int edges) {
    World world = busy(seed, edges);
    List<Fault> faults = new ArrayList<>();
    faults.add(new Fault(WARM, Kind.OUTAGE, "kafka-r1", 10 * SECOND));
    faults.add(new Fault(WARM + 20 * SECOND, Kind.OUTAGE, world.global().name(), 10 * SECOND));
    return play(world, faults, 0.98, 1_000);
  }

  private static Outcome reIncarnation(long seed, int edges) {
    World world = busy(seed, edges);
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Kind kind = i < 10 ? Kind.CRASH : Kind.MOVE;
      faults.add(new Fault(WARM + 2 * i * SECOND, kind, "r1-e1", SECOND / 5));
    }
    return play(world, faults, 0.95, 2_000);
  }

  private static Outcome putStorm(long seed, int edges) {
    World world = busy(seed, edges);
    Dice dice = new Dice(seed);
    for (int i = 1; i <= 600; i++) {
      long rate = RATE - 500 + Long.remainderUnsigned(dice.bits(DEMAND, 1, i), 1_000);
      Budget budget = Budget.of(Limit.perSecond("requests", i < 600 ? rate : RATE, BURST));
      // An earlier change under way keeps the tenant's own; the others are tenants nobody uses.
      String tenant = i % 2 == 0 ? TENANT : "other-" + i % 20;
      world.agenda().at(WARM + i * SECOND / 10, () -> world.operators().put(tenant, budget));
    }
    world.run(WARM + 60 * SECOND + AFTER);
    long until = WARM + 60 * SECOND;
    return after(world, until)
        .tell("acknowledged", world.operators().acknowledged(), "changes")
        .atLeast("settled", world.operators().allSettled() ? 1 : 0, "", 1)
        .atLeast("utilisation", world.monitor(TENANT).utilisation(WARM, until), "", 0.97);
  }

  private static Outcome flapping(long seed, int edges) {
    World world = world(seed, edges, Clocks.ANY);
    Dice dice = new Dice(seed);
    for (int i = 0; i < 20; i++) {
      String tenant = "t" + i;
      long who = i;
      world.operators().put(tenant, Budget.of(Limit.perSecond("requests", 300, 60)));
      double each = 600.0 / world.edges().size();
      for (EdgeProcess edge : world.edges()) {
        world.users(
            edge,
            tenant,
            1,
            false,
            t -> (dice.bits(DEMAND, who, t / (3 * SECOND)) & 1) == 0 ? 0 : each);
      }
    }
    long until = WARM + 60 * SECOND;
    world.run(until);
    double least =
        world.monitors().values().stream()
            .mapToDouble(monitor -> monitor.utilisation(WARM, until))
            .min()
            .orElse(0);
    return Measured.contract(world, until / SECOND).atLeast("utilisation", least, "", 0.95);
  }

  /** Lets faults happen to a world, and holds it to what is used meanwhile and how soon after. */
  private static Outcome play(World world, List<Fault> faults, double used, long convergeMillis) {
    new Injector(world).plan(faults);
    long until = faults.stream().mapToLong(f -> f.atNanos() + f.forNanos()).max().orElse(WARM);
    world.run(until + AFTER);
    Monitor monitor = world.monitor(TENANT);
    return after(world, until)
        .atLeast("utilisation", monitor.utilisation(WARM, until), "", used)
        .atMost("convergence", converged(monitor, until), "ms", convergeMillis);
  }

  private static double converged(Monitor monitor, long untilNanos) {
    return Measured.convergenceMillis(monitor, untilNanos, untilNanos + AFTER, t -> RATE);
  }

  private static Outcome after(World world, long untilNanos) {
    Monitor monitor = world.monitor(TENANT);
    double used = monitor.utilisation(untilNanos + AFTER / 2, untilNanos + AFTER);
    return Measured.contract(world, (untilNanos + AFTER) / SECOND)
        .atLeast("utilisationAfter", used, "", 0.98);
  }
}
