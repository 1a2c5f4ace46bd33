package io.ambit.stack.cli;

import io.ambit.stack.LocalStack;
import io.ambit.stack.drill.HomeMoves;
import io.ambit.stack.drill.RegionLoss;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What operators must be able to count on, tried on the stack that runs. */
@Command(
    mixinStandardHelpOptions = true,
    name = "drill",
    description = "Try on the running stack what must be counted on.")
final class DrillCommands {
  private final LocalStack stack;
  private final PrintWriter out;

  DrillCommands(LocalStack stack, PrintWriter out) {
    this.stack = stack;
    this.out = out;
  }

  @Command(
      mixinStandardHelpOptions = true,
      name = "region-loss",
      description = "Blackhole region eu's backends, and time how soon its users are sent to us.")
  int regionLoss(
      @Option(
              names = "--dark",
              description = "Kill the arbiter, the region's controller and Kafka as well.")
          boolean dark,
      @Option(
              names = "--rate",
              paramLabel = "N",
              defaultValue = "50",
              description = "Requests a second at each edge (default: ${DEFAULT-VALUE}).")
          int rate,
      @Option(
              names = "--seconds",
              paramLabel = "N",
              defaultValue = "10",
              description = "How long the region stays lost (default: ${DEFAULT-VALUE}).")
          int seconds,
      @Option(
              names = "--times",
              paramLabel = "N",
              defaultValue = "1",
              description = "How often it is lost (default: ${DEFAULT-VALUE}).")
          int times)
      throws IOException, InterruptedException {
    RegionLoss drill = new RegionLoss(stack, out::println);
    return drill.run(new RegionLoss.Terms(dark, rate, seconds, times))
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
  }

  @Command(
      mixinStandardHelpOptions = true,
      name = "home-move",
      description =
          "Move a tenant's home between regions while writers write, and time how long they wait.")
  int homeMove(
      @Option(
              names = "--moves",
              paramLabel = "N",
              defaultValue = "20",
              description = "How often it moves (default: ${DEFAULT-VALUE}).")
          int moves,
      @Option(
              names = "--pause",
              paramLabel = "MS",
              defaultValue = "5",
              description = "Between two writes at an edge, in ms (default: ${DEFAULT-VALUE}).")
          int pause)
      throws IOException, InterruptedException {
    HomeMoves drill = new HomeMoves(stack, out::println);
    return drill.run(new HomeMoves.Terms(moves, pause))
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
  }
}
