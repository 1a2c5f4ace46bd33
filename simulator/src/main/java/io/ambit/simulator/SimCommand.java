package io.ambit.simulator;

import io.ambit.simulator.failover.SafetySweep;
import io.ambit.simulator.invariant.Violation;
import io.ambit.simulator.mutation.Mutant;
import io.ambit.simulator.mutation.Mutants;
import io.ambit.simulator.mutation.Trial;
import io.ambit.simulator.mutation.Verdict;
import io.ambit.simulator.scenario.Determinism;
import io.ambit.simulator.scenario.Envelope;
import io.ambit.simulator.scenario.Outcome;
import io.ambit.simulator.scenario.Scenario;
import io.ambit.simulator.scenario.Scenarios;
import io.ambit.simulator.search.Schedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./dev sim}. */
@Command(
    name = "sim",
    description = "Runs the real cores of all tiers under virtual time and checks what must hold.")
public final class SimCommand implements Callable<Integer> {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Tell this.")
  private boolean help;

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

  @Option(
      names = "--sweep-total",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Add up what sweeps wrote with --out; with --out, write that down together.")
  private @Nullable List<Path> totals;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where a sweep keeps what it came to, and goes on from when it is given again; where"
              + " mutants or the envelope are written down.")
  private @Nullable Path out;

  @Option(
      names = "--minutes",
      description =
          "Begin no seed of a sweep after so many minutes (default: 600; 1 for each mutant).")
  private @Nullable Long minutes;

  @Option(
      names = "--mutants",
      arity = "0..1",
      split = ",",
      fallbackValue = "all",
      paramLabel = "NAME",
      description =
          "Take rules out of the cores, one at a time, and show which invariant notices: all of"
              + " them, or these. 1 if one survives --sweep seeds (default: 4000), the search of"
              + " small scope and the examples. With --out, writes the table down.")
  private @Nullable List<String> mutants;

  @Option(
      names = "--determinism",
      description =
          "Play --seeds seeds in JVMs of two kinds under five ways to make hash codes; 1 unless all"
              + " runs are the same.")
  private boolean determinism;

  @Option(
      names = "--exhaustive",
      description =
          "Play every schedule of the smallest worlds that departs from the usual course in at most"
              + " --depth places.")
  private boolean exhaustive;

  @Option(
      names = "--depth",
      description = "The most departures of a schedule (default: ${DEFAULT-VALUE}).")
  private int depth = 1;

  @Option(
      names = "--schedule",
      paramLabel = "SCHEDULE",
      description = "With --exhaustive: play this one, as a search told it.")
  private @Nullable String schedule;

  @Option(
      names = "--envelope",
      description =
          "Play every shape of demand under every disturbance, and every incident, over --seeds"
              + " seeds; --out (default: docs/results/envelope.md), and CSV and JSON beside it.")
  private boolean envelope;

  @Option(
      names = "--safety",
      paramLabel = "N",
      description =
          "Play N interleavings of operators and automation that move traffic between regions, and"
              + " hold every decision against the safety rules; --out writes down what they came to.")
  private long safety;

  @Option(names = "--commit", hidden = true, description = "What is measured; ./dev says it.")
  private String commit = "unknown";

  @Option(names = "--edges", description = "How many edges; each scenario has its own default.")
  private @Nullable Integer edges;

  @Spec private @Nullable CommandSpec spec;

  public static void main(String[] args) {
    System.exit(new CommandLine(new SimCommand()).execute(args));
  }

  @Override
  public Integer call() {
    require("--seeds", seeds, 1, 1_000_000);
    require("--sweep", sweep, 0, 1_000_000_000);
    require("--safety", safety, 0, 1_000_000_000);
    require("--minutes", minutes == null ? 1 : minutes, 1, 100_000);
    require("--depth", depth, 0, 5);
    require("--edges", edges == null ? 1 : edges, 1, 10_000);
    if (list) {
      Scenarios.list().forEach(each -> System.out.printf("%-22s %s%n", each.name(), each.about()));
      return 0;
    }
    if (envelope) {
      return envelope();
    }
    if (mutants != null) {
      return mutants(mutants);
    }
    if (determinism) {
      return determinism();
    }
    if (exhaustive) {
      return exhaustive();
    }
    if (totals != null) {
      return total(totals);
    }
    if (safety > 0) {
      return safety();
    }
    if (sweep > 0) {
      return sweep();
    }
    Scenario found = scenario();
    boolean well = true;
    for (long each = seed; each < seed + seeds; each++) {
      well &= play(found, each);
    }
    return well ? 0 : 1;
  }

  private Scenario scenario() {
    String name = scenario;
    if (name == null) {
      throw wrong("say --scenario NAME, or --list to see which there are");
    }
    return Scenarios.find(name)
        .orElseThrow(() -> wrong("--scenario: there is no '" + name + "'; --list names them all"));
  }

  private void require(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw wrong("%s: %d (expected: %d to %d)".formatted(option, value, least, most));
    }
  }

  private ParameterException wrong(String what) {
    CommandLine line = spec == null ? new CommandLine(this) : spec.commandLine();
    return new ParameterException(line, "sim: " + what);
  }

  private int sweep() {
    try {
      long most = minutes == null ? 600 : minutes;
      int each = edges == null ? 4 : edges;
      return LongSweep.run(commit, command(), seed, sweep, each, most, out) ? 0 : 1;
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  private int safety() {
    try {
      return SafetySweep.run(seed, safety, commit, command(), out) ? 0 : 1;
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private int determinism() {
    List<Long> chosen = LongStream.range(seed, seed + seeds).boxed().toList();
    try {
      SortedMap<String, String> told = Determinism.everywhere(chosen, 2);
      told.forEach((jvm, hashes) -> System.out.printf("%s: %s%n", jvm, hashes));
      boolean same = Set.copyOf(told.values()).size() == 1;
      System.out.println(same ? "all runs are the same" : "DIFFERENT runs of the same seeds");
      return same ? 0 : 1;
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private int exhaustive() {
    String one = schedule;
    if (one == null) {
      return Exhaustive.run(depth, minutes == null ? 600 : minutes) ? 0 : 1;
    }
    try {
      return Exhaustive.replay(Schedule.parse(one)) ? 0 : 1;
    } catch (IllegalArgumentException unfit) {
      throw wrong("--schedule: " + unfit.getMessage());
    }
  }

  private int total(List<Path> files) {
    try {
      LongSweep.total(files, out);
      return 0;
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    } catch (IllegalArgumentException unfit) {
      throw wrong("--sweep-total: " + unfit.getMessage());
    }
  }

  /** As a person would give it again; ./dev adds the commit. */
  private String command() {
    List<String> given =
        spec == null ? List.of() : spec.commandLine().getParseResult().originalArgs();
    int said = given.indexOf("--commit");
    Stream<String> own =
        said < 0
            ? given.stream()
            : Stream.concat(given.subList(0, said).stream(), given.stream().skip(said + 2L));
    return "./dev sim " + own.collect(Collectors.joining(" "));
  }

  /** Run from the checkout, where the sources are. */
  private int mutants(List<String> names) {
    List<Mutant> chosen =
        names.equals(List.of("all")) ? Mutants.list() : names.stream().map(this::mutant).toList();
    System.out.println(Verdict.HEAD);
    List<Verdict> verdicts = new ArrayList<>();
    for (Mutant mutant : chosen) {
      verdicts.add(trial(mutant));
      System.out.println(verdicts.getLast().row());
    }
    try {
      if (out != null) {
        Verdict.write(out, verdicts, commit, command());
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    return verdicts.stream().allMatch(Verdict::isKilled) ? 0 : 1;
  }

  private int envelope() {
    try {
      Path page = out == null ? Path.of("docs", "results", "envelope.md") : out;
      return Envelope.write(page, seeds, commit, command()) ? 0 : 1;
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private Mutant mutant(String name) {
    return Mutants.find(name).orElseThrow(() -> wrong("--mutants: there is no '" + name + "'"));
  }

  private Verdict trial(Mutant mutant) {
    try {
      long most = sweep == 0 ? 4_000 : sweep;
      return Trial.of(mutant, Path.of(""), most, 60 * (minutes == null ? 1 : minutes));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
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
