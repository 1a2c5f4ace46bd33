package io.ambit.simulator.scenario;

import static io.ambit.simulator.scenario.Measured.SECOND;

import io.ambit.model.Budget;
import io.ambit.model.ControlLoss;
import io.ambit.model.Enforcement;
import io.ambit.model.Limit;
import io.ambit.simulator.world.EdgeProcess;
import io.ambit.simulator.world.Monitor;
import io.ambit.simulator.world.Plan;
import io.ambit.simulator.world.World;
import java.util.ArrayList;
import java.util.List;

/**
 * Demand that moves: what a limiter is for. No faults unless disturbed; 10 ms one way to the region
 * and 50 ms on from it, and three and two times that where everything moves from one region to
 * another.
 */
final class Shapes {
  private static final String TENANT = "acme";
  private static final int REGIONS = 3;
  private static final long WARM = 5 * SECOND;
  private static final int MANY = 1_000;

  private final Disturbance disturbance;

  private Shapes(Disturbance disturbance) {
    this.disturbance = disturbance;
  }

  /** All shapes, undisturbed. */
  static List<Scenario> all() {
    return all(Disturbance.NONE);
  }

  /** All shapes of demand while something goes wrong; their bounds are of what they are alone. */
  static List<Scenario> all(Disturbance disturbance) {
    return new Shapes(disturbance).list();
  }

  private List<Scenario> list() {
    List<Scenario> all = new ArrayList<>();
    all.add(
        new Scenario(
            "steady-zipf", "demand of 1.5 L, Zipf(1) over all edges", 90, this::steadyZipf));
    all.add(new Scenario("flash-crowd", "one edge goes to 2 L for 15 s", 90, this::flashCrowd));
    all.add(
        new Scenario(
            "region-shift", "90 % of L moves from one region to another", 90, this::shift));
    all.add(
        new Scenario("cold-burst", "ten times L everywhere, out of nothing", 90, this::coldBurst));
    all.add(
        new Scenario(
            "roaming-burst",
            "1,000/s, bursts to 2 L for 10 s at a few edges, wherever they fall (B = 10,000)",
            100,
            this::roamingBurst));
    all.add(
        new Scenario("square-wave", "demand flips between two edges each second", 30, this::wave));
    all.add(
        new Scenario(
            "step", "demand of one edge steps up while others ask little", 30, this::step));
    for (double rate : new double[] {0.1, 1, 20, 100}) {
      all.add(
          new Scenario(
              "tiny-" + (rate < 1 ? "0.1" : Long.toString((long) rate)),
              rate + "/s, wanted at a third of the edges (at 30, if there are more than 90)",
              90,
              (seed, edges) -> tiny(seed, edges, rate)));
    }
    all.add(
        new Scenario(
            "adversary", "bursts at every edge, right after each report", 30, this::adversary));
    all.add(
        new Scenario(
            "many-tenants", "1,000 equal tenants, each asking for twice its L", 6, this::many));
    all.add(
        new Scenario(
            "many-zipf",
            "1,000 tenants, demand Zipf(1) over them; then twice the requests",
            6,
            this::manyZipf));
    return all;
  }

  private World world(long seed, int edges, boolean bytes) {
    Plan plan = Plan.of(seed, REGIONS, Math.max(1, edges / REGIONS));
    return disturbance.world(bytes ? plan.metered() : plan);
  }

  private static void budget(World world, long rate, long burst) {
    world.operators().put(TENANT, Budget.of(Limit.perSecond("requests", rate, burst)));
  }

  private Outcome steadyZipf(long seed, int edges) {
    World world = world(seed, edges, true);
    budget(world, 10_000, Limit.defaultBurst(10_000, 1));
    zipf(world, 15_000);
    world.run(WARM + 20 * SECOND);
    return Measured.contract(world, 25)
        .atLeast(
            "utilisation", world.monitor(TENANT).utilisation(WARM, WARM + 20 * SECOND), "", 0.99);
  }

  private static void zipf(World world, double total) {
    List<EdgeProcess> edges = world.edges();
    double harmonic = 0;
    for (int i = 1; i <= edges.size(); i++) {
      harmonic += 1.0 / i;
    }
    for (int i = 0; i < edges.size(); i++) {
      // The busiest are spread over the regions.
      EdgeProcess edge = edges.get((int) ((i * 37L + 11) % edges.size()));
      double perSecond = total / (i + 1) / harmonic;
      world.users(edge, TENANT, 1, true, nanos -> perSecond);
    }
  }

  private Outcome flashCrowd(long seed, int edges) {
    World world = world(seed, edges, true);
    budget(world, 10_000, Limit.defaultBurst(10_000, 1));
    List<EdgeProcess> all = world.edges();
    long from = WARM;
    long to = WARM + 15 * SECOND;
    for (int i = 0; i < all.size(); i++) {
      boolean crowd = i == (int) (seed % all.size());
      double usual = 8_000.0 / all.size();
      world.users(all.get(i), TENANT, 1, true, t -> crowd && t > from && t <= to ? 20_000 : usual);
    }
    world.run(to + 5 * SECOND);
    Monitor monitor = world.monitor(TENANT);
    return Measured.contract(world, 25)
        .atLeast("utilisation", monitor.utilisation(from, to), "", 0.97)
        .tell("convergence", Measured.convergenceMillis(monitor, from, to, t -> 10_000), "ms");
  }

  private Outcome shift(long seed, int edges) {
    World world =
        disturbance.world(
            Plan.of(seed, REGIONS, Math.max(1, edges / REGIONS)).delays(30, 100).metered());
    budget(world, 10_000, Limit.defaultBurst(10_000, 1));
    long at = WARM;
    for (EdgeProcess edge : world.edges()) {
      double share = 1.0 / Math.max(1, edges / REGIONS);
      String region = edge.site().region();
      double before = region.equals("r1") ? 9_000 : region.equals("r2") ? 0 : 500;
      double after = region.equals("r1") ? 0 : region.equals("r2") ? 9_000 : 500;
      world.users(edge, TENANT, 1, true, t -> (t <= at ? before : after) * share);
    }
    world.run(at + 20 * SECOND);
    Monitor monitor = world.monitor(TENANT);
    return Measured.contract(world, 25)
        .atLeast("utilisation", monitor.utilisation(at, at + 20 * SECOND), "", 0.93)
        .tell(
            "convergence",
            Measured.convergenceMillis(monitor, at, at + 20 * SECOND, t -> 9_500),
            "ms");
  }

  private Outcome coldBurst(long seed, int edges) {
    World world = world(seed, edges, true);
    budget(world, 10_000, Limit.defaultBurst(10_000, 1));
    long at = WARM;
    for (EdgeProcess edge : world.edges()) {
      double each = 100_000.0 / world.edges().size();
      world.users(edge, TENANT, 1, true, t -> t <= at ? 0 : each);
    }
    world.run(at + 10 * SECOND);
    Monitor monitor = world.monitor(TENANT);
    return Measured.contract(world, 15)
        .tell("utilisation", monitor.utilisation(at, at + 10 * SECOND), "")
        .tell(
            "convergence",
            Measured.convergenceMillis(monitor, at, at + 10 * SECOND, t -> 10_000),
            "ms");
  }

  private Outcome roamingBurst(long seed, int edges) {
    World world = world(seed, edges, true);
    budget(world, 1_000, 10_000);
    List<EdgeProcess> all = world.edges();
    // A budget begins without a token: it takes ten seconds of silence to save B.
    long awake = 15 * SECOND;
    long from = 20 * SECOND;
    long to = 30 * SECOND;
    for (int i = 0; i < all.size(); i++) {
      boolean bursts = (i + seed) % (all.size() / 4) == 0;
      double usual = 900.0 / all.size();
      world.users(
          all.get(i),
          TENANT,
          1,
          true,
          t -> bursts && t > from && t <= to ? 275 : t > awake ? usual : 0);
    }
    world.run(to + 5 * SECOND);
    Monitor monitor = world.monitor(TENANT);
    double offered = monitor.offered(from, to);
    return Measured.contract(world, 35)
        .tell("utilisation", monitor.utilisation(from, to), "")
        .tell("servedOfBurst", monitor.admitted(from, to) / offered, "");
  }

  private Outcome wave(long seed, int edges) {
    World world = world(seed, edges, true);
    budget(world, 1_000, 250);
    List<EdgeProcess> all = world.edges();
    for (int i = 0; i < all.size(); i++) {
      int phase = i == 0 ? 0 : i == all.size() - 1 ? 1 : -1;
      world.users(
          all.get(i),
          TENANT,
          1,
          true,
          t -> phase < 0 ? 200.0 / all.size() : (t / SECOND) % 2 == phase ? 1_200 : 0);
    }
    world.run(WARM + 20 * SECOND);
    return Measured.contract(world, 25)
        .tell("utilisation", world.monitor(TENANT).utilisation(WARM, WARM + 20 * SECOND), "");
  }

  private Outcome step(long seed, int edges) {
    World world = world(seed, edges, false);
    budget(world, 10_000, Limit.defaultBurst(10_000, 1));
    List<EdgeProcess> all = world.edges();
    long from = WARM + Math.floorMod(seed * 37, 1_000) * 1_000_000;
    for (int i = 0; i < all.size(); i++) {
      boolean steps = i == (int) (seed % all.size());
      double usual = 4_000.0 / all.size();
      world.users(all.get(i), TENANT, 1, true, t -> steps && t > from ? 5_500 + usual : usual);
    }
    world.run(from + 8 * SECOND);
    Monitor monitor = world.monitor(TENANT);
    return Measured.contract(world, 13)
        .atMost(
            "convergence",
            Measured.convergenceMillis(monitor, from, from + 8 * SECOND, t -> 9_500),
            "ms",
            1_000)
        .tell(
            "settling",
            Measured.settlingMillis(monitor, from, from + 8 * SECOND, t -> 9_500),
            "ms");
  }

  private Outcome tiny(long seed, int edges, double rate) {
    World world = world(seed, edges, true);
    Limit limit = rate < 1 ? tenth() : Limit.perSecond("requests", (long) rate, tinyBurst(rate));
    world.operators().put(TENANT, Budget.of(limit));
    List<EdgeProcess> all = world.edges();
    int wanting = all.size() > 90 ? 30 : Math.max(1, all.size() / 3);
    // Clients that try on: a token waits a tenth of a second for the next of them.
    double each = Math.max(2 * rate / wanting, 10);
    for (int i = 0; i < wanting; i++) {
      EdgeProcess edge = all.get((int) ((i * 31L + seed) % all.size()));
      world.users(edge, TENANT, 1, true, t -> each);
    }
    long seconds = rate < 1 ? 300 : 60;
    world.run(WARM + seconds * SECOND);
    Monitor monitor = world.monitor(TENANT);
    double could = rate * seconds;
    return Measured.contract(world, 5 + seconds)
        .atLeast("utilisation", monitor.admitted(WARM, WARM + seconds * SECOND) / could, "", 0.9);
  }

  private static Limit tenth() {
    return new Limit("requests", "requests", 6, 60, 2, 0, 6, 1, new java.util.TreeMap<>());
  }

  private static long tinyBurst(double rate) {
    return Math.max(2, Limit.defaultBurst((long) rate, 1));
  }

  private Outcome adversary(long seed, int edges) {
    World world = world(seed, edges, true);
    budget(world, 2_000, 200);
    for (EdgeProcess edge : world.edges()) {
      world.users(edge, TENANT, 1, false, t -> edge.reportedWithin(t, 15_000_000) ? 3_000 : 0);
    }
    world.run(WARM + 20 * SECOND);
    return Measured.contract(world, 25)
        .tell("utilisation", world.monitor(TENANT).utilisation(WARM, WARM + 20 * SECOND), "");
  }

  private Outcome many(long seed, int edges) {
    World world = manyTenants(seed, edges);
    for (int i = 0; i < MANY; i++) {
      for (EdgeProcess edge : world.edges()) {
        world.users(edge, "t" + i, 1, true, t -> 120.0 / world.edges().size());
      }
    }
    world.run(10 * SECOND);
    ControlTraffic traffic = ControlTraffic.from(world);
    world.run(10 * SECOND);
    double least = 1;
    double sumOfJain = 0;
    int seconds = 0;
    for (long from = 10 * SECOND; from < 20 * SECOND; from += SECOND) {
      double jain = jain(world, from, from + SECOND);
      least = Math.min(least, jain);
      sumOfJain += jain;
      seconds++;
    }
    Outcome outcome = Measured.contract(world, 20);
    outcome.atLeast("jain", sumOfJain / seconds, "", 0.999);
    outcome.tell("jainWorstSecond", least, "");
    traffic.tell(outcome, 10);
    return outcome;
  }

  /** 1,000 tenants of 60/s each; users come in every 20 ms. */
  private World manyTenants(long seed, int edges) {
    World world =
        disturbance.world(
            Plan.of(seed, 2, Math.max(1, edges / 2)).delays(30, 100).arrivals(20).metered());
    for (int i = 0; i < MANY; i++) {
      world
          .operators()
          .put(
              "t" + i,
              new Budget(
                  List.of(Limit.perSecond("requests", 60, 15)),
                  Enforcement.ENFORCE,
                  ControlLoss.DEFAULT));
    }
    return world;
  }

  private Outcome manyZipf(long seed, int edges) {
    World once = zipfOfTenants(seed, edges, 20_000);
    ControlTraffic traffic = ControlTraffic.from(once);
    once.run(10 * SECOND);
    World twice = zipfOfTenants(seed, edges, 40_000);
    ControlTraffic doubled = ControlTraffic.from(twice);
    twice.run(10 * SECOND);
    double more = doubled.perEdgeSecond(10) / traffic.perEdgeSecond(10) - 1;
    double served = 0;
    for (int i = 0; i < MANY; i++) {
      served += once.monitor("t" + i).utilisation(10 * SECOND, 20 * SECOND) / MANY;
    }
    Outcome outcome = Measured.contract(once, 20);
    outcome.tell("utilisation", served, "");
    traffic.tell(outcome, 10);
    outcome.atMost("twiceTheRequests", 100 * more, "% more", 5);
    return outcome;
  }

  private World zipfOfTenants(long seed, int edges, double total) {
    World world = manyTenants(seed, edges);
    double harmonic = 0;
    for (int i = 1; i <= MANY; i++) {
      harmonic += 1.0 / i;
    }
    for (int i = 0; i < MANY; i++) {
      double perSecond = total / (i + 1) / harmonic / world.edges().size();
      for (EdgeProcess edge : world.edges()) {
        world.users(edge, "t" + i, 1, true, t -> perSecond);
      }
    }
    world.run(10 * SECOND);
    return world;
  }

  private static double jain(World world, long from, long to) {
    double sum = 0;
    double squares = 0;
    for (Monitor monitor : world.monitors().values()) {
      double got = monitor.admitted(from, to);
      sum += got;
      squares += got * got;
    }
    return sum * sum / (squares * world.monitors().size());
  }
}
