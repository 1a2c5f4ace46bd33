package io.ambit.benchmarks;

import io.ambit.benchmarks.memory.MemoryReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./dev bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures hot paths side by side and writes docs/results/bench-SUITE.md.")
public final class BenchCommand implements Callable<Integer> {
  @Option(names = "--list", description = "Name the suites, one per line.")
  private boolean list;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATTERN",
      defaultValue = "",
      description = "Only suites whose name contains this.")
  private String pattern = "";

  @Option(names = "--rounds", description = "How often (default: ${DEFAULT-VALUE}).")
  private int rounds = 3;

  @Option(names = "--out", description = "Where to (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("docs/results");

  @Option(names = "--commit", hidden = true, description = "What is measured; ./dev says it.")
  private String commit = "unknown";

  public static void main(String[] args) {
    System.exit(new CommandLine(new BenchCommand()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    List<Suite> suites =
        Suites.all().stream().filter(suite -> suite.name().contains(pattern)).toList();
    boolean memory = MemoryReport.NAME.contains(pattern);
    if ((suites.isEmpty() && !memory) || list) {
      Suites.all().forEach(suite -> System.out.printf("%-12s %s%n", suite.name(), suite.about()));
      System.out.printf("%-12s %s%n", MemoryReport.NAME, MemoryReport.ABOUT);
      return list ? 0 : 2;
    }
    boolean allMet = !memory || memory();
    for (Suite suite : suites) {
      allMet &= run(suite);
    }
    return allMet ? 0 : 1;
  }

  private boolean run(Suite suite) throws IOException {
    String machine = Machine.describe();
    Report report = new Report(suite, Rounds.run(suite, Math.clamp(rounds, 1, 100)));
    String command = "./dev bench %s --rounds %d".formatted(suite.name(), rounds);
    write(suite.name(), report.write(command, commit, machine));
    return report.allMet();
  }

  private boolean memory() throws IOException {
    String machine = Machine.describe();
    MemoryReport report = MemoryReport.measure();
    write(MemoryReport.NAME, report.page("./dev bench memory", commit, machine));
    return report.isMet();
  }

  private void write(String name, String page) throws IOException {
    System.out.println(page);
    Files.createDirectories(out);
    Files.writeString(out.resolve("bench-%s.md".formatted(name)), page);
  }
}
