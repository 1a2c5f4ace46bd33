package io.ambit.stack.cli;

import io.ambit.stack.LocalStack;
import io.ambit.stack.drill.RegionLoss;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What operators must be able to count on, tried on the stack that runs. */
@Command(name = "drill", description = "Try on the running stack what must be counted on.")
final class DrillCommands {
  private final LocalStack stack;
  private final PrintWriter out;

  DrillCommands(LocalStack stack, PrintWriter out) {
    this.stack = stack;
    this.out = out;
  }

  @Command(
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
          int seconds)
      throws IOException, InterruptedException {
    RegionLoss drill = new RegionLoss(stack, out::println);
    return drill.run(new RegionLoss.Terms(dark, rate, seconds))
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
  }
}
