package io.ambit.simulator.scenario;

import static io.ambit.simulator.scenario.Measured.SECOND;

import io.ambit.simulator.bus.Link.Weather;
import io.ambit.simulator.fault.Fault;
import io.ambit.simulator.fault.Fault.Kind;
import io.ambit.simulator.fault.Injector;
import io.ambit.simulator.world.Plan;
import io.ambit.simulator.world.Process;
import io.ambit.simulator.world.World;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What goes wrong in the midst of a shape of demand: the second dimension of the envelope. It
 * begins a second after demand has moved, while leases follow it.
 */
enum Disturbance {
  NONE,
  /** One report or grant in twenty lost, one in ten doubled, one in ten up to 300 ms late. */
  LOSSY {
    @Override
    Plan plan(Plan plan) {
      return plan.weather(new Weather(0.05, 0.1, 0.1, SECOND * 3 / 10));
    }
  },
  /** The owner of a region and the arbiter are killed; others stand by. */
  OWNERS_DIE {
    @Override
    Plan plan(Plan plan) {
      return plan.replicas(2);
    }

    @Override
    List<Fault> faults(World world) {
      return List.of(
          new Fault(AT, Kind.CRASH, "region-r1-1", 20 * SECOND),
          new Fault(AT, Kind.CRASH, "arbiter-1", 20 * SECOND));
    }
  },
  /** One edge in ten neither hears nor is heard for ten seconds. */
  EDGES_CUT {
    @Override
    List<Fault> faults(World world) {
      return Stream.iterate(0, i -> i < world.edges().size(), i -> i + 10)
          .map(i -> new Fault(AT, Kind.CUT, world.edges().get(i).name(), 10 * SECOND))
          .toList();
    }
  },
  /** No region reaches the arbiter for ten seconds. */
  ROOT_CUT {
    @Override
    List<Fault> faults(World world) {
      return world.regions().stream()
          .map(Process::name)
          .map(region -> new Fault(AT, Kind.CUT_ROOT, region, 10 * SECOND))
          .toList();
    }
  };

  private static final long AT = 6 * SECOND;

  Plan plan(Plan plan) {
    return plan;
  }

  List<Fault> faults(World world) {
    return List.of();
  }

  /** A world in which it happens. */
  final World world(Plan plan) {
    World world = new World(plan(plan));
    new Injector(world).plan(faults(world));
    return world;
  }

  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
