package io.ambit.simulator.fault;

import io.ambit.simulator.bus.Link.Weather;
import io.ambit.simulator.engine.Dice;
import io.ambit.simulator.fault.Fault.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws what goes wrong in one run: mild or harsh, some kinds of fault and not others, each alone
 * or one upon the other. A different mix per seed, because a world that loses everything hides what
 * one late message does.
 */
public final class Storm {
  private static final long MILLI = 1_000_000;

  private final RandomGenerator random;
  private final List<String> processes;
  private final List<String> regions;
  private final List<String> clusters;

  /**
   * @param processes and {@code clusters}: what it can happen to
   */
  public Storm(long seed, List<String> processes, List<String> clusters) {
    this.random = new Dice(seed).generator(Dice.key("storm"));
    this.processes = processes;
    this.regions = processes.stream().filter(name -> name.startsWith("region")).toList();
    this.clusters = clusters;
  }

  /** What becomes of single messages. */
  public static Weather weather(long seed) {
    RandomGenerator random = new Dice(seed).generator(Dice.key("weather"));
    if (random.nextInt(3) == 0) {
      return Weather.FAIR;
    }
    double[] lost = {0, 0.05, 0.3};
    double[] doubled = {0, 0.1, 0.3};
    double[] late = {0.01, 0.1, 0.4};
    long[] worst = {300, 3_000, 30_000};
    return new Weather(
        lost[random.nextInt(3)],
        doubled[random.nextInt(3)],
        late[random.nextInt(3)],
        worst[random.nextInt(3)] * MILLI);
  }

  /** Faults over {@code spanNanos}, in the order of time. */
  public List<Fault> draw(long spanNanos) {
    long[] means = {150, 500, 2_000, 8_000};
    long meanMillis = means[random.nextInt(means.length)];
    // Often again and again the same one.
    List<String> targets =
        random.nextInt(4) == 0
            ? List.of(processes.get(random.nextInt(processes.size())))
            : processes;
    boolean correlated = random.nextInt(3) == 0;
    List<Kind> kinds = new ArrayList<>();
    for (Kind kind : EnumSet.range(Kind.CRASH, Kind.REWIND)) {
      if (random.nextBoolean()) {
        kinds.add(kind);
      }
    }
    if (kinds.isEmpty()) {
      kinds.add(Kind.CRASH);
    }
    List<Fault> faults = new ArrayList<>();
    long at = 1_000 * MILLI;
    while (true) {
      at += 1 + random.nextLong(2 * meanMillis * MILLI);
      if (at >= spanNanos) {
        break;
      }
      Fault fault = fault(at, kinds.get(random.nextInt(kinds.size())), targets);
      faults.add(fault);
      if (correlated && random.nextBoolean()) {
        Kind next = kinds.get(random.nextInt(kinds.size()));
        long later = at + 1 + random.nextLong(400 * MILLI);
        faults.add(new Fault(later, next, target(next, fault.target()), duration(next)));
      }
    }
    faults.sort(Comparator.comparingLong(Fault::atNanos));
    return faults;
  }

  /**
   * Losses of the arbiter that outlast leases: by every region or by some, by its own fault or the
   * global cluster's, while regions lose each other too.
   *
   * @param sites the processes of each region
   */
  public static List<Fault> losses(long seed, List<List<String>> sites, String globalCluster) {
    RandomGenerator random = new Dice(seed).generator(Dice.key("losses"));
    List<Fault> faults = new ArrayList<>();
    boolean all = random.nextBoolean();
    long at = (1_000 + random.nextLong(15_000)) * MILLI;
    if (random.nextInt(4) == 0) {
      faults.add(
          new Fault(at, Kind.OUTAGE, globalCluster, (8_000 + random.nextLong(25_000)) * MILLI));
    }
    for (List<String> site : sites) {
      if (all || random.nextBoolean()) {
        long later = at + random.nextLong(random.nextBoolean() ? 100 : 6_000) * MILLI;
        long nanos = (8_000 + random.nextLong(28_000)) * MILLI;
        site.forEach(process -> faults.add(new Fault(later, Kind.CUT_ROOT, process, nanos)));
      }
      if (random.nextInt(3) == 0) {
        long later = (1_000 + random.nextLong(35_000)) * MILLI;
        long nanos = (500 + random.nextLong(25_000)) * MILLI;
        site.forEach(process -> faults.add(new Fault(later, Kind.CUT_PEERS, process, nanos)));
      }
    }
    return faults;
  }

  private Fault fault(long at, Kind kind, List<String> targets) {
    return new Fault(
        at, kind, target(kind, targets.get(random.nextInt(targets.size()))), duration(kind));
  }

  private String target(Kind kind, String process) {
    return switch (kind) {
      case OUTAGE -> clusters.get(random.nextInt(clusters.size()));
      case CUT_ROOT -> regions.get(random.nextInt(regions.size()));
      default -> process;
    };
  }

  private long duration(Kind kind) {
    long most =
        switch (kind) {
          case CRASH, MOVE, STOP -> random.nextInt(4) == 0 ? 20_000 : 500;
          case PAUSE -> random.nextInt(3) == 0 ? 12_000 : 2_000;
          case CUT, CUT_UP, CUT_DOWN, CUT_ROOT, SLOW -> 15_000;
          case OUTAGE -> random.nextInt(4) == 0 ? 20_000 : 3_000;
          case REWIND -> 1;
          case CUT_PEERS -> 25_000;
        };
    return (1 + random.nextLong(most)) * MILLI;
  }
}
