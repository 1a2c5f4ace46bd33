package io.ambit.stack.cli;

import io.ambit.stack.LocalStack;
import io.ambit.stack.drill.DoorsDrill;
import io.ambit.stack.drill.HomeLoss;
import io.ambit.stack.drill.HomeMoves;
import io.ambit.stack.drill.OverloadDrill;
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

  /** Replicas and the witness besides, which may run. */
  private final LocalStack complete;

  private final PrintWriter out;

  DrillCommands(LocalStack stack, LocalStack complete, PrintWriter out) {
    this.stack = stack;
    this.complete = complete;
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

  @Command(
      mixinStandardHelpOptions = true,
      name = "home-loss",
      description =
          "Kill region eu while writers write for tenants at home there, and time how soon the"
              + " other region admits them (needs ./dev up --witness).")
  int homeLoss(
      @Option(
              names = "--times",
              paramLabel = "N",
              defaultValue = "10",
              description = "How often it dies (default: ${DEFAULT-VALUE}).")
          int times,
      @Option(
              names = "--tenants",
              paramLabel = "N",
              defaultValue = "20",
              description = "How many tenants have their home there (default: ${DEFAULT-VALUE}).")
          int tenants,
      @Option(
              names = "--lease",
              paramLabel = "MS",
              defaultValue = "3000",
              description = "How long a lease of writes lasts (default: ${DEFAULT-VALUE}).")
          long leaseMillis,
      @Option(
              names = "--zombie",
              description = "It stands still instead, and goes on once homes have left.")
          boolean zombie,
      @Option(
              names = "--bound",
              paramLabel = "MS",
              defaultValue = "5000",
              description = "Longer takeovers fail the drill (default: ${DEFAULT-VALUE}).")
          long boundMillis)
      throws IOException, InterruptedException {
    HomeLoss drill = new HomeLoss(complete, out::println);
    return drill.run(new HomeLoss.Terms(times, tenants, leaseMillis, zombie, boundMillis))
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
  }

  @Command(
      mixinStandardHelpOptions = true,
      name = "overload",
      description =
          "Ask three times of a backend what it can do, then have one and two of four backends"
              + " fail, and see who is served.")
  int overload(
      @Option(
              names = "--workers",
              paramLabel = "N",
              defaultValue = "4",
              description =
                  "Of a backend, each for 25 requests a second (default: ${DEFAULT-VALUE}).")
          int workers,
      @Option(
              names = "--seconds",
              paramLabel = "N",
              defaultValue = "60",
              description = "How long each part is looked at (default: ${DEFAULT-VALUE}).")
          int seconds)
      throws IOException, InterruptedException {
    OverloadDrill drill = new OverloadDrill(stack, out::println);
    return drill.run(new OverloadDrill.Terms(workers, seconds))
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
  }

  @Command(
      mixinStandardHelpOptions = true,
      name = "doors",
      description =
          "Measure what a check costs at an edge's HTTP doors, beside a bare Netty and nginx.")
  int doors(
      @Option(
              names = "--rounds",
              paramLabel = "N",
              defaultValue = "5",
              description = "How often each is measured (default: ${DEFAULT-VALUE}).")
          int rounds,
      @Option(
              names = "--requests",
              paramLabel = "N",
              defaultValue = "60000",
              description = "In each (default: ${DEFAULT-VALUE}).")
          int requests)
      throws IOException, InterruptedException {
    DoorsDrill drill = new DoorsDrill(stack, out::println);
    return drill.run(new DoorsDrill.Terms(rounds, requests))
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
  }
}
