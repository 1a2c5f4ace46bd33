package io.ambit.benchmarks;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs a suite in rounds: in each, every benchmark once in a JVM of its own. What is compared is
 * then measured within the same minute, so that a busy neighbour slows down both or spoils one
 * round of several, and each round has compiled anew.
 */
final class Rounds {
  private static final int ITERATIONS = 3;
  private static final TimeValue ITERATION = TimeValue.milliseconds(400);
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private Rounds() {}

  static List<List<Measured>> run(Suite suite, int rounds) {
    List<List<Measured>> measured = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      System.err.printf("%s: round %d of %d%n", suite.name(), round, rounds);
      measured.add(round(suite));
    }
    return measured;
  }

  private static List<Measured> round(Suite suite) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .forks(1)
            .warmupIterations(ITERATIONS)
            .warmupTime(ITERATION)
            .measurementIterations(ITERATIONS)
            .measurementTime(ITERATION)
            .threads(1)
            .jvmArgsAppend("-Xms3g", "-Xmx3g", "-XX:+UseParallelGC")
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    suite
        .classes()
        .forEach(each -> options.include("^" + each.getName().replace("$", "\\$") + "\\."));
    try {
      return read(new Runner(options.build()).run());
    } catch (RunnerException e) {
      throw new IllegalStateException("%s: %s".formatted(suite.name(), e.getMessage()), e);
    }
  }

  private static List<Measured> read(Collection<RunResult> results) {
    return results.stream().map(Rounds::read).toList();
  }

  private static Measured read(RunResult result) {
    Result<?> allocated = requireNonNull(result.getSecondaryResults().get(ALLOCATED));
    return new Measured(
        name(result.getParams()),
        parameters(result.getParams()),
        result.getPrimaryResult().getStatistics().getPercentile(50),
        allocated.getScore());
  }

  /** Without the package. */
  private static String name(BenchmarkParams params) {
    String path = params.getBenchmark();
    int method = path.lastIndexOf('.');
    return path.substring(path.lastIndexOf('.', method - 1) + 1);
  }

  private static String parameters(BenchmarkParams params) {
    return params.getParamsKeys().stream().map(params::getParam).collect(Collectors.joining(" "));
  }
}
