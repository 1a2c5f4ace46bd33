package io.ambit.stack.cli;

import io.ambit.stack.LocalStack;
import io.ambit.stack.rig.TakeOvers;
import io.ambit.stack.rig.TakeOvers.Figures;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands that break a running stack on purpose. Exit status 1 when a promise is broken. */
@Command(name = "rig", description = "Break the running stack on purpose, and check its promises.")
final class RigCommands {
  private static final double LEAST_UTILISATION = 0.95;

  private final LocalStack stack;
  private final PrintWriter out;

  RigCommands(LocalStack stack, PrintWriter out) {
    this.stack = stack;
    this.out = out;
  }

  @Command(
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
    Figures figures = run(rounds, zombies);
    String text = text(figures);
    out.print(text);
    out.flush();
    if (file.isPresent()) {
      Files.writeString(file.get(), text);
    }
    return isKept(figures) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private Figures run(int rounds, int zombies) throws IOException, InterruptedException {
    try (TakeOvers takeOvers = new TakeOvers(stack, out::println)) {
      for (int round = 1; round <= rounds; round++) {
        out.printf("round %d of %d%n", round, rounds);
        takeOvers.killRound();
      }
      for (int round = 1; round <= zombies; round++) {
        out.printf("zombie round %d of %d%n", round, zombies);
        takeOvers.zombieRound();
      }
      takeOvers.settle();
      return takeOvers.end();
    }
  }

  private static boolean isKept(Figures figures) {
    return figures.excess() <= 0
        && figures.utilisation() >= LEAST_UTILISATION
        && figures.writesLost() == 0
        && figures.failures() == 0;
  }

  private static String text(Figures figures) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "take-overs: %d; slowest %d ms; median of the region %d ms, of the arbiter %d ms",
        figures.takeOvers().size(),
        figures.slowestMillis(),
        figures.medianMillis("region-eu"),
        figures.medianMillis("arbiter"));
    figures
        .windows()
        .forEach(
            w ->
                line(
                    text,
                    "window of %d s: at most %d admitted (bound %d)",
                    w.seconds(),
                    w.most(),
                    w.bound()));
    line(text, "offered: %d; without a decision: %d", figures.offered(), figures.failures());
    line(text, "utilisation: %.1f %% of the budget", 100 * figures.utilisation());
    line(
        text,
        "writes acknowledged: %d; not acknowledged: %d; acknowledged and lost: %d; longest gap %d ms",
        figures.writes(),
        figures.writesRefused(),
        figures.writesLost(),
        figures.longestGapMillis());
    line(text, isKept(figures) ? "every promise kept" : "A PROMISE IS BROKEN");
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(format.formatted(values)).append('\n');
  }
}
