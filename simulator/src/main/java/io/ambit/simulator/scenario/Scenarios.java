package io.ambit.simulator.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All there are. */
public final class Scenarios {
  private static final List<Scenario> ALL = all();

  private Scenarios() {}

  public static List<Scenario> list() {
    return ALL;
  }

  public static Optional<Scenario> find(String name) {
    return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
  }

  private static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>(Shapes.all());
    all.addAll(Incidents.all());
    all.addAll(RegionLosses.all());
    all.addAll(RegionDrains.all());
    all.add(
        new Scenario(
            "chaos",
            "any fault at any time for 40 s, then 29 s or more to be well again",
            4,
            Chaos::outcome));
    all.add(
        new Scenario(
            "write-homes",
            "homes of writes move in %,d schedules of pauses, cuts, restarts and take-overs"
                .formatted(WriteHomes.SCHEDULES),
            WriteHomes.EDGES,
            WriteHomes::outcome));
    return List.copyOf(all);
  }
}
