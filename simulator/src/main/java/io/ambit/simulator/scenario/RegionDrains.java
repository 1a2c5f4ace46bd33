package io.ambit.simulator.scenario;

import static io.ambit.simulator.scenario.Measured.SECOND;

import io.ambit.failover.Demand;
import io.ambit.failover.Proposal;
import io.ambit.failover.Traffic;
import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.BudgetFollow;
import io.ambit.global.core.Command.Change;
import io.ambit.model.Budget;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.Limit;
import io.ambit.model.PolicyKey;
import io.ambit.model.RegionDeclaration;
import io.ambit.model.RegionDeclaration.AdminState;
import io.ambit.simulator.invariant.Violation;
import io.ambit.simulator.world.ArbiterProcess;
import io.ambit.simulator.world.Clocks;
import io.ambit.simulator.world.EdgeProcess;
import io.ambit.simulator.world.Monitor;
import io.ambit.simulator.world.Plan;
import io.ambit.simulator.world.Site;
import io.ambit.simulator.world.World;
import java.util.List;

/**
 * One of three regions is evacuated while a tenant that is mostly there asks for nine tenths of its
 * limit: how much of what users ask is served from the moment on in which the region's edges go by
 * the table. Users either ask the drained region's edges first and go where they are sent, debited
 * twice; or they go by themselves in that moment, as behind a balancer that goes by the table too.
 */
final class RegionDrains {
  private static final String TENANT = "acme";
  private static final String DRAINED = "r1";
  private static final int REGIONS = 3;
  private static final long RATE = 3_000;
  private static final long BURST = 300;
  private static final long CAPACITY = 10_000;
  private static final double ASKED = 0.9;

  /** Of what users ask, so much is in the region that is drained. */
  private static final double THERE = 0.7;

  private static final long DECLARED_AT = 2 * SECOND;
  private static final long DRAINED_AT = 10 * SECOND;
  private static final long AFTER = 12 * SECOND;
  private static final long CHECK_NANOS = SECOND / 20;
  private static final long LOOK_NANOS = SECOND / 100;

  private final World world;

  /** When the table was with the first edge of the drained region. */
  private long movedNanos;

  private RegionDrains(long seed, int edges) {
    world =
        new World(
            Plan.of(seed, REGIONS, Math.max(1, edges / REGIONS))
                .delays(10, 30)
                .clocks(Clocks.ANY)
                .arrivals(10)
                .metered());
  }

  static List<Scenario> all() {
    return List.of(
        new Scenario(
            "region-drained",
            "a region is evacuated under load; its users ask there first and are sent on",
            12,
            (seed, edges) -> new RegionDrains(seed, edges).sentOn()),
        new Scenario(
            "region-left",
            "a region is evacuated under load; its users leave it by themselves",
            12,
            (seed, edges) -> new RegionDrains(seed, edges).left()));
  }

  private Outcome sentOn() {
    for (EdgeProcess edge : world.edges()) {
      double own = own(edge);
      world.users(edge, TENANT, 1, false, t -> own);
    }
    return play(0.62);
  }

  private Outcome left() {
    EdgeProcess first = world.edges().getFirst();
    for (EdgeProcess edge : world.edges()) {
      double own = own(edge);
      double more = ASKED * RATE * THERE / (REGIONS - 1) / perRegion();
      world.heedlessUsers(
          edge,
          TENANT,
          t -> {
            double away = (double) first.away() / FailoverPolicy.WHOLE;
            return isDrained(edge) ? own * (1 - away) : own + more * away;
          });
    }
    return play(0.77);
  }

  private double own(EdgeProcess edge) {
    double part = isDrained(edge) ? THERE : (1 - THERE) / (REGIONS - 1);
    return ASKED * RATE * part / perRegion();
  }

  private int perRegion() {
    return world.edges().size() / REGIONS;
  }

  private static boolean isDrained(EdgeProcess edge) {
    return edge.site().region().equals(DRAINED);
  }

  /** What of the first second is to be served at least. */
  private Outcome play(double least) {
    world.operators().put(TENANT, Budget.of(Limit.perSecond("requests", RATE, BURST)));
    world.agenda().in(DECLARED_AT, this::declare);
    world
        .agenda()
        .in(
            DRAINED_AT,
            () ->
                ask(
                    DRAINED,
                    new Change.Shift(
                        new Proposal(Proposal.Kind.EVACUATE, DRAINED, false, false), -1)));
    tell();
    look();
    check();
    world.run(DRAINED_AT + AFTER);
    if (movedNanos == 0) {
      throw new Violation("Drained", world.nowNanos(), DRAINED + " was not evacuated");
    }
    return outcome(least);
  }

  private void declare() {
    for (Site site : world.sites()) {
      ask(site.region(), new Change.Put(new RegionDeclaration(CAPACITY, 1, AdminState.ACTIVE)));
    }
  }

  private void ask(String region, Change change) {
    world.operators().ask(PolicyKey.region(region), change);
  }

  /** Regions say every second what their own users ask, wherever these are sent. */
  private void tell() {
    for (Site site : world.sites()) {
      double part = site.region().equals(DRAINED) ? THERE : (1 - THERE) / (REGIONS - 1);
      Demand asked = Demand.of(0, Math.round(ASKED * RATE * part), 0, 0);
      Traffic traffic = new Traffic(site.region(), asked, 0, 100, 0, 2, 2);
      world.arbiters().forEach(arbiter -> arbiter.hear(traffic));
    }
    world.agenda().in(SECOND, this::tell);
  }

  private void look() {
    if (world.edges().getFirst().away() == FailoverPolicy.WHOLE) {
      movedNanos = world.nowNanos();
    } else {
      world.agenda().in(LOOK_NANOS, this::look);
    }
  }

  private void check() {
    world.checkLeases();
    world.checkTokens();
    world.agenda().in(CHECK_NANOS, this::check);
  }

  private Outcome outcome(double least) {
    return Measured.contract(world, (DRAINED_AT + AFTER) / SECOND)
        .tell("before", served(-2_000, 0), "of asked")
        .tell("firstHalfSecond", served(0, 500), "of asked")
        .atLeast("firstSecond", served(0, 1_000), "of asked", least)
        .tell("secondSecond", served(1_000, 2_000), "of asked")
        .tell("firstFiveSeconds", served(0, 5_000), "of asked")
        .tell("after", served(5_000, 10_000), "of asked")
        .atMost("budgetFollowed", followedMillis(), "ms", 1_000);
  }

  private double followedMillis() {
    for (ArbiterProcess arbiter : world.arbiters()) {
      ArbiterCore core = arbiter.core();
      BudgetFollow follow =
          core == null || core.shifts().moves().all().isEmpty()
              ? null
              : core.shifts().moves().all().getFirst().budget();
      if (follow != null && follow.phase() == BudgetFollow.Phase.FOLLOWED) {
        return follow.afterMillis();
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  /** What part of what users asked was served, in ms after they left. */
  private double served(long fromMillis, long toMillis) {
    Monitor monitor = world.monitor(TENANT);
    long from = movedNanos + fromMillis * 1_000_000;
    long to = movedNanos + toMillis * 1_000_000;
    return monitor.served(from, to) * 1e9 / (to - from) / (ASKED * RATE);
  }
}
