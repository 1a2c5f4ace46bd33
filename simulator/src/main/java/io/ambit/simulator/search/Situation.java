package io.ambit.simulator.search;

import io.ambit.model.Budget;
import io.ambit.model.ControlLoss;
import io.ambit.model.Enforcement;
import io.ambit.model.Limit;
import io.ambit.simulator.bus.Link.Weather;
import io.ambit.simulator.world.Clocks;
import io.ambit.simulator.world.EdgeProcess;
import io.ambit.simulator.world.Plan;
import io.ambit.simulator.world.World;
import java.util.List;
import java.util.Locale;

/**
 * The smallest worlds in which something is at stake: two edges, of one region or of two, while
 * what they should have changes hands. Each has one arbiter, and a process that stands by for every
 * owner. The change happens in the midst of the time in which schedules may deviate.
 */
public enum Situation {
  /** Demand goes from one edge to the other. */
  EDGES_CHANGE_PLACES(1, Clocks.HOLDERS_SLOW) {
    @Override
    void begin(World world) {
      put(world, 1_000, 100);
      demand(world, 0, t -> t < CHANGE ? 1_500 : t < LATER ? 0 : 1_500);
      demand(world, 1, t -> t < CHANGE ? 0 : 1_500);
    }
  },
  /** The limit is lowered and raised again under edges that use all of it. */
  LIMIT_CHANGES(1, Clocks.HOLDERS_SLOW) {
    @Override
    void begin(World world) {
      put(world, 1_000, 100);
      world.agenda().at(CHANGE, () -> put(world, 400, 40));
      world.agenda().at(CHANGE + SECOND, () -> put(world, 800, 80));
      demand(world, 0, t -> 900);
      demand(world, 1, t -> 700);
    }
  },
  /** Edges that asked for nothing burst one after the other. */
  BURSTS_OUT_OF_SILENCE(1, Clocks.HOLDERS_FAST) {
    @Override
    void begin(World world) {
      put(world, 200, 200);
      demand(world, 0, t -> t < CHANGE ? 1 : t < CHANGE + SECOND / 2 ? 2_000 : t < LATER ? 5 : 500);
      demand(world, 1, t -> t < CHANGE + SECOND / 2 ? 0 : 2_000);
    }
  },
  /** Demand goes from one region to the other. */
  REGIONS_CHANGE_PLACES(2, Clocks.HOLDERS_SLOW) {
    @Override
    void begin(World world) {
      put(world, 1_000, 100);
      demand(world, 0, t -> t < CHANGE ? 1_500 : t < LATER ? 0 : 1_500);
      demand(world, 1, t -> t < CHANGE ? 0 : 1_500);
    }
  };

  static final long SECOND = 1_000_000_000;

  /** Schedules may deviate from here on; leases have been given by then. */
  static final long FROM = 2 * SECOND;

  /** Up to here. */
  static final long TO = 4 * SECOND;

  private static final long CHANGE = 2_600_000_000L;
  private static final long LATER = 6 * SECOND;

  /** A lease of an edge has ended by then, with its parent's guard and a take-over before it. */
  private static final long END = 10 * SECOND;

  /** The same for a region's lease. */
  private static final long END_OF_REGIONS = 18 * SECOND;

  private static final String TENANT = "acme";

  private final int regions;
  private final Clocks clocks;

  Situation(int regions, Clocks clocks) {
    this.regions = regions;
    this.clocks = clocks;
  }

  /** What happens, whatever goes wrong. */
  abstract void begin(World world);

  World world() {
    World world =
        new World(
            Plan.of(1, regions, 2 / regions)
                .delays(10, 30)
                .replicas(2)
                .weather(Weather.CHOSEN)
                .clocks(clocks)
                .arrivals(10));
    begin(world);
    return world;
  }

  /** Until when a run is watched. */
  long endNanos() {
    return regions == 1 ? END : END_OF_REGIONS;
  }

  /** Its name as people write it. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Situation of(String title) {
    for (Situation each : values()) {
      if (each.title().equals(title)) {
        return each;
      }
    }
    throw new IllegalArgumentException("no situation: " + title);
  }

  private static void put(World world, long perSecond, long burst) {
    world
        .operators()
        .put(
            TENANT,
            new Budget(
                List.of(Limit.perSecond("requests", perSecond, burst)),
                Enforcement.ENFORCE,
                new ControlLoss(0, ControlLoss.Mode.HOLD, Limit.MILLI)));
  }

  private static void demand(World world, int edge, World.Demand demand) {
    EdgeProcess at = world.edges().get(edge);
    world.users(at, TENANT, 1, false, demand);
  }
}
