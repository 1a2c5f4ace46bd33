package io.ambit.stack.cli;

import io.ambit.stack.LocalStack;
import io.ambit.stack.ProcessStatus;
import io.ambit.stack.Site;
import io.ambit.stack.Stack;
import io.ambit.stack.StackException;
import io.ambit.stack.rig.FaultFigures;
import io.ambit.stack.rig.FaultRun;
import io.ambit.stack.rig.FaultSchedule;
import io.ambit.stack.rig.Network;
import io.ambit.stack.rig.TakeOverFigures;
import io.ambit.stack.rig.TakeOvers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands that break a stack on purpose. Exit status 1 when a promise is broken. */
@Command(
    mixinStandardHelpOptions = true,
    name = "rig",
    description = "Break a stack on purpose, and check its promises.")
final class RigCommands {
  private static final double LEAST_UTILISATION = 0.95;

  private final LocalStack stack;
  private final PrintWriter out;

  RigCommands(LocalStack stack, PrintWriter out) {
    this.stack = stack;
    this.out = out;
  }

  @Command(
      mixinStandardHelpOptions = true,
      name = "kill-rounds",
      description = "Kill the owner of a region and the leading arbiter, again and again.")
  int killRounds(
      @Option(names = "--rounds", paramLabel = "N", defaultValue = "20") int rounds,
      @Option(
              names = "--zombies",
              paramLabel = "N",
              defaultValue = "0",
              description = "Rounds in which they stand still instead, and are woken.")
          int zombies,
      @Option(names = "--out", paramLabel = "FILE", description = "Where to write the figures to.")
          Optional<Path> file)
      throws IOException, InterruptedException {
    stack.up();
    TakeOverFigures figures = takeOvers(rounds, zombies);
    return verdict(
        "./dev rig kill-rounds --rounds %d --zombies %d".formatted(rounds, zombies),
        figures.lines(),
        figures.broken(LEAST_UTILISATION),
        file);
  }

  private TakeOverFigures takeOvers(int rounds, int zombies)
      throws IOException, InterruptedException {
    List<String> regions = List.of("region-eu", "region-us");
    try (TakeOvers takeOvers = new TakeOvers(stack, regions, out::println)) {
      for (int round = 1; round <= rounds; round++) {
        out.printf("round %d of %d%n", round, rounds);
        takeOvers.killRound();
      }
      for (int round = 1; round <= zombies; round++) {
        out.printf("zombie round %d of %d%n", round, zombies);
        takeOvers.zombieRound();
      }
      takeOvers.runOn();
      return takeOvers.end();
    }
  }

  @Command(
      mixinStandardHelpOptions = true,
      description =
          "Start a stack with a proxy in every link, break links and processes by a schedule drawn "
              + "from a seed, and stop it again.")
  int faults(
      @Option(
              names = "--seed",
              paramLabel = "N",
              description = "Of the schedule; any if not given.")
          Optional<Long> seed,
      @Option(names = "--rounds", paramLabel = "N", defaultValue = "20") int rounds,
      @Option(names = "--out", paramLabel = "FILE", description = "Where to write the figures to.")
          Optional<Path> file)
      throws IOException, InterruptedException {
    requireNothingRuns();
    long chosen = seed.orElseGet(() -> ThreadLocalRandom.current().nextLong(1_000_000));
    out.printf("seed %d%n", chosen);
    FaultFigures figures = faults(chosen, rounds);
    return verdict(
        "./dev rig faults --seed %d --rounds %d".formatted(chosen, rounds),
        figures.lines(),
        figures.broken(),
        file);
  }

  private FaultFigures faults(long seed, int rounds) throws IOException, InterruptedException {
    Site site = stack.site();
    try (Network network = new Network(site);
        LocalStack linked = new LocalStack(site, Stack.linked(site), line -> {})) {
      // Its links end with this process, so nothing of it may stay.
      Runtime.getRuntime().addShutdownHook(new Thread(linked::close, "rig-end"));
      linked.up();
      FaultSchedule schedule = new FaultSchedule(seed, network.links(), Stack.linked(site).names());
      List<String> arbiters = List.of("arbiter-1", "arbiter-2");
      try (FaultRun run = new FaultRun(linked, network, arbiters, out::println)) {
        for (int round = 1; round <= rounds; round++) {
          out.printf("round %d of %d%n", round, rounds);
          run.round(schedule.round(round - 1));
        }
        return run.end();
      }
    }
  }

  private void requireNothingRuns() {
    List<String> running =
        stack.status().stream()
            .filter(status -> status.pid().isPresent())
            .map(ProcessStatus::process)
            .map(process -> process.name())
            .toList();
    if (!running.isEmpty()) {
      throw new StackException(
          "%s: started without links; ./dev down first".formatted(String.join(", ", running)));
    }
  }

  private int verdict(
      String command, List<String> figures, List<String> broken, Optional<Path> file)
      throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(command);
    lines.addAll(figures);
    broken.forEach(promise -> lines.add("BROKEN: " + promise));
    lines.add(broken.isEmpty() ? "every promise kept" : "A PROMISE IS BROKEN");
    lines.forEach(out::println);
    if (file.isPresent()) {
      Files.write(file.get(), lines);
    }
    return broken.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }
}
