package io.ambit.stack.cli;

import io.ambit.stack.LocalStack;
import io.ambit.stack.ProcessStatus;
import io.ambit.stack.Site;
import io.ambit.stack.Stack;
import io.ambit.stack.StackException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The commands that act on the stack. Exit status 0 when what was asked holds, 1 when it does not,
 * 2 when the command line makes no sense.
 */
@Command(mixinStandardHelpOptions = true, name = "./dev", synopsisSubcommandLabel = "COMMAND")
public final class StackCommands {
  private final PrintWriter out;
  private final Site site;
  private final Stack nine;

  /** The stack without replicas, which is what is started unless asked for more. */
  private final LocalStack plain;

  /** Everything there can be: what runs of it is stopped and shown with the others. */
  private final LocalStack stack;

  StackCommands(Site site, PrintWriter out) {
    this.out = out;
    this.site = site;
    this.nine = Stack.of(site);
    this.plain = new LocalStack(site, nine, out::println);
    this.stack = new LocalStack(site, Stack.complete(site), out::println);
  }

  /** Runs one command on the stack of the surrounding checkout and exits with its status. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
    PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
    System.exit(run(out, err, arguments));
  }

  private static int run(PrintWriter out, PrintWriter err, String... arguments) {
    try {
      return run(Site.of(Path.of(""), System.getenv()), out, err, arguments);
    } catch (IllegalArgumentException badSetting) {
      err.println(badSetting.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
  }

  static int run(Site site, PrintWriter out, PrintWriter err, String... arguments) {
    StackCommands commands = new StackCommands(site, out);
    return new CommandLine(commands)
        .addSubcommand(new RigCommands(commands.replicas(), out))
        .addSubcommand(new DrillCommands(commands.plain, commands.stack, out))
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, err))
        .execute(arguments);
  }

  private static int explain(Exception failure, PrintWriter err) throws Exception {
    if (failure instanceof StackException) {
      err.println(failure.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw failure;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Start what does not run, and return when every process is ready.")
  void up(
      @Option(
              names = "--ha",
              description = "With a second arbiter and a second controller per region.")
          boolean replicas,
      @Option(names = "--witness", description = "With a witness outside both regions.")
          boolean witness) {
    long startNanos = System.nanoTime();
    LocalStack wanted = wanted(replicas, witness);
    wanted.up();
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    out.printf("ready after %.1f s%n", took.toMillis() / 1000.0);
    Signpost.addresses(wanted, out);
  }

  private LocalStack wanted(boolean replicas, boolean witness) {
    if (replicas) {
      return witness ? stack : replicas();
    }
    return witness ? new LocalStack(site, Stack.withWitness(site), out::println) : plain;
  }

  private LocalStack replicas() {
    return new LocalStack(site, Stack.withReplicas(site), out::println);
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Stop every process that was started here.")
  void down() {
    stack.down();
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Show every process; 0 if all are ready, else 1.")
  int status() {
    List<ProcessStatus> all = stack.status().stream().filter(this::isExpected).toList();
    StatusTable.print(all, out);
    boolean ready = all.stream().allMatch(s -> s.state() == ProcessStatus.State.READY);
    return ready ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  /** A replica is missed only once it was started. */
  private boolean isExpected(ProcessStatus status) {
    return status.state() != ProcessStatus.State.NOT_STARTED
        || nine.find(status.process().name()).isPresent();
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Start processes, and return when they are ready.")
  void start(@Parameters(paramLabel = "NAME", arity = "1..*") List<String> names) {
    names.forEach(stack::launch);
    names.forEach(stack::awaitReady);
  }

  @Command(mixinStandardHelpOptions = true, description = "Stop processes.")
  void stop(
      @Parameters(paramLabel = "NAME", arity = "1..*") List<String> names,
      @Option(names = "--kill", description = "Kill (-9) instead of asking.") boolean kill) {
    if (kill) {
      names.forEach(stack::kill);
    }
    names.forEach(stack::stop);
  }

  @Command(mixinStandardHelpOptions = true, description = "Show the end of a process's log.")
  void logs(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--lines", paramLabel = "N", defaultValue = "100") int lines) {
    stack.log(name, lines).forEach(out::println);
  }

  @Command(mixinStandardHelpOptions = true, name = "after-build", hidden = true)
  void afterBuild() throws IOException {
    stack.prepare();
    // A build that got here is whole; ./dev compares the sources with this mark.
    Path mark = stack.site().checkout().resolve(Path.of("local-stack", "target", "built"));
    Files.write(mark, new byte[0]);
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Start the stack, drive traffic, and stop everything at the end.")
  void demo(
      @Option(
              names = "--seconds",
              paramLabel = "N",
              description = "End by itself; otherwise Ctrl-C ends it.")
          Optional<Integer> seconds,
      @Option(
              names = "--rate",
              paramLabel = "N",
              defaultValue = "1500",
              description = "Requests a second offered for acme (default: ${DEFAULT-VALUE}).")
          int rate)
      throws IOException, InterruptedException {
    new Demo(plain, out).run(rate, seconds.map(Duration::ofSeconds));
  }
}
