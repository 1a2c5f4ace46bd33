package io.ambit.stack.rig;

import io.ambit.stack.Link;
import io.ambit.stack.proxy.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What goes wrong in which round, drawn from a seed up front: the same seed, processes and links
 * give the same rounds, and a round does not depend on how many there are. One to three faults a
 * round; most last seconds, some longer than lease and grace of an edge, 18 s. At most one edge at
 * a time is taken away, because those that are left should want more than the budget.
 */
public final class FaultSchedule {
  private static final int MOST_AT_ONCE = 3;
  private static final int SHORTEST_MILLIS = 500;
  private static final int LONGEST_SHORT_MILLIS = 6_000;
  private static final int SHORTEST_LONG_MILLIS = 19_000;
  private static final int LONGEST_MILLIS = 26_000;
  private static final double LONG_SHARE = 0.15;
  private static final int LATEST_START_MILLIS = 2_000;

  private final long seed;
  private final List<Link> links;
  private final List<String> processes;

  /** A schedule that takes from these links and processes. */
  public FaultSchedule(long seed, List<Link> links, List<String> processes) {
    this.seed = seed;
    this.links = List.copyOf(links);
    this.processes = List.copyOf(processes);
  }

  /** The faults of that round, from 0. */
  public List<ScheduledFault> round(int number) {
    SplittableRandom random = new SplittableRandom(seed + number * 0x9E3779B97F4A7C15L);
    List<ScheduledFault> faults = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    int wanted = 1 + random.nextInt(MOST_AT_ONCE);
    while (faults.size() < wanted) {
      Fault fault = draw(random);
      if (isFree(fault, taken)) {
        taken.addAll(fault.takes());
        faults.add(
            new ScheduledFault(
                fault, Duration.ofMillis(random.nextInt(LATEST_START_MILLIS)), length(random)));
      }
    }
    return faults;
  }

  private static boolean isFree(Fault fault, Set<String> taken) {
    boolean secondEdge =
        fault instanceof Fault.OfProcess one
            && isEdge(one.process())
            && taken.stream().anyMatch(FaultSchedule::isEdge);
    return !secondEdge && fault.takes().stream().noneMatch(taken::contains);
  }

  /** Of a process's name; names of links hold blanks. */
  private static boolean isEdge(String name) {
    return name.startsWith("edge-") && !name.contains(" ");
  }

  private Fault draw(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> new Fault.Cut(drawLinks(random), List.of(Direction.values()));
      case 2 -> new Fault.Cut(drawLinks(random), List.of(Direction.TO_SERVER));
      case 3 -> new Fault.Cut(drawLinks(random), List.of(Direction.TO_CLIENT));
      case 4 -> new Fault.Late(drawLinks(random), Duration.ofMillis(20 + random.nextInt(480)));
      case 5 ->
          new Fault.ResetStorm(drawLinks(random), Duration.ofMillis(100 + random.nextInt(900)));
      case 6 -> new Fault.Killed(draw(random, processes));
      default -> new Fault.StandsStill(draw(random, processes));
    };
  }

  /** One link, or everything that a process says, or all links to one server. */
  private List<Link> drawLinks(SplittableRandom random) {
    Link link = draw(random, links);
    return switch (random.nextInt(4)) {
      case 0 -> links.stream().filter(l -> l.client().equals(link.client())).toList();
      case 1 -> links.stream().filter(l -> l.server() == link.server()).toList();
      default -> List.of(link);
    };
  }

  private static <T> T draw(SplittableRandom random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static Duration length(SplittableRandom random) {
    return Duration.ofMillis(
        random.nextDouble() < LONG_SHARE
            ? random.nextInt(SHORTEST_LONG_MILLIS, LONGEST_MILLIS)
            : random.nextInt(SHORTEST_MILLIS, LONGEST_SHORT_MILLIS));
  }
}
