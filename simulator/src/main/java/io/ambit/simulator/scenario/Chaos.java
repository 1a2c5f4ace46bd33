package io.ambit.simulator.scenario;

import static io.ambit.simulator.scenario.Measured.SECOND;

import io.ambit.model.Budget;
import io.ambit.model.ControlLoss;
import io.ambit.model.Enforcement;
import io.ambit.model.Limit;
import io.ambit.model.Mode;
import io.ambit.simulator.engine.Dice;
import io.ambit.simulator.fault.Fault;
import io.ambit.simulator.fault.Injector;
import io.ambit.simulator.fault.Storm;
import io.ambit.simulator.invariant.Violation;
import io.ambit.simulator.world.Clocks;
import io.ambit.simulator.world.EdgeProcess;
import io.ambit.simulator.world.Monitor;
import io.ambit.simulator.world.Plan;
import io.ambit.simulator.world.Process;
import io.ambit.simulator.world.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Anything at any time: first every fault at once, during which nothing may be violated; then
 * everything heals, and within a bound all edges hold the newest intent, run as they should, and
 * use the limit again.
 */
public final class Chaos {
  /** What one run came to. */
  public record Result(
      long traceHash, long admitted, double nodeHours, double tightness, long events) {}

  private static final String TENANT = "acme";
  private static final long STORM_NANOS = 40 * SECOND;
  private static final long CHECK_NANOS = 50_000_000;
  private static final double LEAST_USED = 0.8;
  private static final long DEMAND = Dice.key("demand");
  private static final long WISH = Dice.key("wish");
  private static final long[] GRACES = {0, 1_000, 4_000};

  /** Over leases so long, clocks that differ by 0.2 % differ by more than a message takes. */
  private static final long LONG_GRACE = 150_000;

  private static final int SLOW_MOTION = 16;

  private final World world;
  private final Dice dice;
  private final ControlLoss onLoss;
  private final long stormNanos;

  /** Who alone is asked once all is well, in half of the seeds; else negative. */
  private final int crowd;

  private Chaos(long seed, int edges) {
    this.dice = new Dice(~seed);
    int regions = edges < 6 ? 2 : 3;
    this.onLoss = onLoss(dice);
    this.crowd = (int) dice.bits(WISH, 6, 0) >> 16;
    this.stormNanos = STORM_NANOS * slowness();
    this.world =
        new World(
            Plan.of(seed, regions, Math.max(1, edges / regions))
                .delays(10, 30)
                .replicas(2)
                .slowDisks(true)
                .weather(Storm.weather(seed))
                .clocks(clocks(dice))
                .arrivals(8));
    operate();
    world.edges().forEach(this::demand);
    check();
  }

  /** The faults of a seed. */
  public static List<Fault> faults(long seed, int edges) {
    Chaos chaos = new Chaos(seed, edges);
    World world = chaos.world;
    List<String> processes =
        Stream.of(world.arbiters(), world.regions(), world.edges())
            .flatMap(List::stream)
            .map(Process::name)
            .toList();
    List<String> clusters =
        Stream.concat(
                Stream.of(world.global().name()),
                world.sites().stream().map(site -> site.broker().name()))
            .toList();
    List<Fault> faults = new ArrayList<>(new Storm(seed, processes, clusters).draw(STORM_NANOS));
    if (chaos.losesTheRoot()) {
      faults.addAll(Storm.losses(seed, sites(world), world.global().name()));
      faults.sort(Comparator.comparingLong(Fault::atNanos));
    }
    return faults.stream().map(fault -> fault.slower(chaos.slowness())).toList();
  }

  private boolean losesTheRoot() {
    return (dice.bits(WISH, 8, 0) & 1) == 0;
  }

  private static List<List<String>> sites(World world) {
    return world.sites().stream()
        .map(
            site ->
                world.regions().stream()
                    .filter(region -> region.site() == site)
                    .map(Process::name)
                    .toList())
        .toList();
  }

  /** What the tenant declares: half of the seeds hold. */
  private static ControlLoss onLoss(Dice dice) {
    long bits = dice.bits(WISH, 7, 0);
    long[] factors = {1_250, 1_500, 2_000, 3_000};
    long grace = graceMillis(dice);
    return switch ((int) (bits >>> 60) & 7) {
      case 0, 1, 2 ->
          new ControlLoss(grace, ControlLoss.Mode.SAFE, factors[(int) (bits >>> 40) & 3]);
      case 3 -> new ControlLoss(grace, ControlLoss.Mode.CLOSED, 1_000);
      default -> new ControlLoss(grace, ControlLoss.Mode.HOLD, 1_000);
    };
  }

  /** One seed in sixteen has long leases, and the same faults in slow motion. */
  private static long graceMillis(Dice dice) {
    long bits = dice.bits(WISH, 1, 0);
    boolean isLong = (bits >>> 50 & 15) == 0;
    return isLong ? LONG_GRACE : GRACES[(int) Long.remainderUnsigned(bits, GRACES.length)];
  }

  private EdgeProcess crowded() {
    return world.edges().get(crowd % world.edges().size());
  }

  private static Clocks clocks(Dice dice) {
    Clocks[] choice = {Clocks.ANY, Clocks.ANY, Clocks.HOLDERS_SLOW, Clocks.HOLDERS_FAST};
    return choice[(int) (dice.bits(WISH, 5, 0) >>> 62)];
  }

  private int slowness() {
    return onLoss.graceMillis() == LONG_GRACE ? SLOW_MOTION : 1;
  }

  /** Runs a seed with its own faults; throws {@link Violation} if something does not hold. */
  public static Result run(long seed, int edges) {
    return run(seed, edges, faults(seed, edges));
  }

  /** Runs a seed with these faults. */
  public static Result run(long seed, int edges, List<Fault> faults) {
    return new Chaos(seed, edges).play(faults);
  }

  static Outcome outcome(long seed, int edges) {
    Result result = run(seed, edges);
    return new Outcome()
        .tell("faults", faults(seed, edges).size(), "")
        .tell("admitted", result.admitted(), "units")
        .tell("nodeHours", result.nodeHours(), "h")
        .tell("tightness", result.tightness(), "of L")
        .tell("events", result.events(), "")
        .traced(result.traceHash());
  }

  private Result play(List<Fault> faults) {
    Injector injector = new Injector(world);
    injector.plan(faults);
    world.run(stormNanos);
    injector.heal();
    calm();
    long longestMillis = 3_000 + 10_000 + 2 * onLoss.graceMillis();
    // A session, a take-over and the clocks on top of the longest charge.
    world.run((longestMillis / 1_000 + 12) * SECOND);
    long from = world.nowNanos();
    world.run(4 * SECOND);
    checkLiveness(from);
    Monitor monitor = world.monitor(TENANT);
    int nodes = world.edges().size() + world.regions().size() + world.arbiters().size();
    return new Result(
        world.traceHash(),
        monitor.contract().admittedUnits(),
        nodes * (world.nowNanos() / 1e9) / 3_600,
        world.tightness(),
        world.agenda().events());
  }

  private boolean calm;

  private void calm() {
    calm = true;
  }

  /** From nothing to more than the whole limit; all edges together nearly always want too much. */
  private void demand(EdgeProcess edge) {
    long who = Dice.key(edge.name());
    world.users(
        edge,
        TENANT,
        1,
        false,
        nanos -> {
          if (calm) {
            return crowd < 0 ? 2_500.0 / world.edges().size() : edge == crowded() ? 2_500 : 0;
          }
          long slot = nanos / (1 + Long.remainderUnsigned(who, 4)) / SECOND;
          long bits = dice.bits(DEMAND, who, slot);
          return (bits & 3) == 0 ? 0 : Dice.unit(Dice.mix(bits)) * 2_000;
        });
  }

  private void operate() {
    world.operators().put(TENANT, budget(0));
    for (int i = 1; i <= 4; i++) {
      int round = i;
      long at =
          slowness() * (i * 8 * SECOND + Long.remainderUnsigned(dice.bits(WISH, 2, i), 6 * SECOND));
      world.agenda().at(at, () -> world.operators().put(TENANT, budget(round)));
    }
  }

  private Budget budget(int round) {
    long quota = 500 + 100 * Long.remainderUnsigned(dice.bits(WISH, 3, round), 11);
    long burst = 40 + 10 * Long.remainderUnsigned(dice.bits(WISH, 4, round), 11);
    return new Budget(
        List.of(Limit.perSecond("requests", quota, burst)), Enforcement.ENFORCE, onLoss);
  }

  private void check() {
    world
        .agenda()
        .in(
            CHECK_NANOS,
            () -> {
              world.checkLeases();
              world.checkTokens();
              check();
            });
  }

  private void checkLiveness(long fromNanos) {
    require(world.operators().allSettled(), "an operator still waits");
    long newest =
        world.edges().stream().mapToLong(edge -> edge.core().policy().revision()).max().orElse(0);
    for (EdgeProcess edge : world.edges()) {
      require(
          edge.core().policy().revision() == newest,
          "%s is at revision %d of %d"
              .formatted(edge.name(), edge.core().policy().revision(), newest));
      require(
          edge.core().mode().mode() == Mode.TARGET,
          "%s is in %s (%s)"
              .formatted(edge.name(), edge.core().mode().mode(), edge.core().mode().reason()));
    }
    double used = world.monitor(TENANT).utilisation(fromNanos, world.nowNanos());
    require(
        used >= LEAST_USED, "%.3f of the limit is in use%s".formatted(used, world.leasesInWords()));
  }

  private void require(boolean holds, String what) {
    if (!holds) {
      throw new Violation("Converged", world.nowNanos(), what);
    }
  }
}
