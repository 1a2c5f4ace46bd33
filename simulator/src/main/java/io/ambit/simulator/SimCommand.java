package io.ambit.simulator;

import io.ambit.simulator.invariant.Violation;
import io.ambit.simulator.scenario.Outcome;
import io.ambit.simulator.scenario.Scenario;
import io.ambit.simulator.scenario.Scenarios;
import io.ambit.simulator.scenario.Sweep;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./dev sim}. */
@Command(
    name = "sim",
    description = "Runs the real cores of all tiers under virtual time and checks what must hold.",
    mixinStandardHelpOptions = true)
public final class SimCommand implements Callable<Integer> {
  @Option(names = "--list", description = "Name the scenarios, one per line.")
  private boolean list;

  @Option(names = "--scenario", description = "Play this one.")
  private @Nullable String scenario;

  @Option(names = "--seed", description = "The first seed (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--seeds", description = "How many seeds (default: ${DEFAULT-VALUE}).")
  private int seeds = 1;

  @Option(
      names = "--sweep",
      description =
          "Chaos over so many seeds on all cores; tells a failure with its fewest faults.")
  private long sweep;

  @Option(names = "--minutes", description = "Begin no seed of a sweep after so many minutes.")
  private long minutes = 600;

  @Option(names = "--edges", description = "How many edges; each scenario has its own default.")
  private @Nullable Integer edges;

  public static void main(String[] args) {
    System.exit(new CommandLine(new SimCommand()).execute(args));
  }

  @Override
  public Integer call() {
    if (list) {
      Scenarios.list().forEach(each -> System.out.printf("%-22s %s%n", each.name(), each.about()));
      return 0;
    }
    if (sweep > 0) {
      return sweep();
    }
    if (scenario == null) {
      System.err.println("sim: say --scenario NAME, or --list to see which there are");
      return 2;
    }
    Scenario found = Scenarios.find(scenario).orElse(null);
    if (found == null) {
      System.err.printf("sim: there is no scenario '%s'; --list names them all%n", scenario);
      return 2;
    }
    boolean well = true;
    for (long each = seed; each < seed + seeds; each++) {
      well &= play(found, each);
    }
    return well ? 0 : 1;
  }

  private int sweep() {
    long startNanos = System.nanoTime();
    long untilNanos = startNanos + minutes * 60_000_000_000L;
    Sweep.Total total = Sweep.run(seed, sweep, edges == null ? 4 : edges, untilNanos);
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%d seeds from %d: %d units admitted, %.1f node-hours, %d seeds within 10 %% of the limit,"
            + " %.0f s%n",
        total.seeds(),
        seed,
        total.admitted(),
        total.nodeHours(),
        total.tight(),
        seconds);
    Sweep.Failure failure = total.failure();
    if (failure == null) {
      return 0;
    }
    System.out.printf("VIOLATED %s%nreplay: %s%n", failure.message(), failure.replay());
    System.out.println("the fewest faults that still do it:");
    failure.shrunk().forEach(fault -> System.out.println("  " + fault));
    return 1;
  }

  private boolean play(Scenario found, long each) {
    int count = edges == null ? found.edges() : edges;
    String replay =
        "./dev sim --scenario %s --seed %d --edges %d".formatted(found.name(), each, count);
    long startNanos = System.nanoTime();
    try {
      Outcome outcome = found.play().run(each, count);
      System.out.printf(
          Locale.ROOT,
          "%s seed %d, %d edges, trace %016x, %.1f s%n",
          found.name(),
          each,
          count,
          outcome.traceHash(),
          (System.nanoTime() - startNanos) / 1e9);
      outcome.figures().forEach(SimCommand::print);
      if (!outcome.met()) {
        System.out.println("missed; replay: " + replay);
      }
      return outcome.met();
    } catch (Violation violation) {
      System.out.printf("VIOLATED %s%nreplay: %s%n", violation.getMessage(), replay);
      return false;
    }
  }

  private static void print(Outcome.Figure figure) {
    System.out.printf(
        Locale.ROOT,
        "  %-18s %12.4f %-10s %s%s%n",
        figure.name(),
        figure.value(),
        figure.unit(),
        figure.bound(),
        figure.met() ? "" : "   MISSED");
  }
}
