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
  private static final TimeValue ITERATION = TimeValue.milliseconds(300);

  /** On two slow processors compilers need seconds for a decision in full. */
  private static final TimeValue WARM_UP = TimeValue.milliseconds(1_000);

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
    return suite.parts().stream().flatMap(part -> run(suite, part).stream()).toList();
  }

  private static List<Measured> run(Suite suite, Suite.Part part) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(part.pattern())
            .forks(1)
            .warmupIterations(ITERATIONS)
            .warmupTime(WARM_UP)
            .measurementIterations(ITERATIONS)
            .measurementTime(ITERATION)
            .threads(part.threads())
            .jvmArgsAppend("-Xms3g", "-Xmx3g", "-XX:+UseParallelGC")
            .addProfiler(GCProfiler.class)
            .addProfiler(Laps.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
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
    double mean = result.getPrimaryResult().getStatistics().getPercentile(50);
    return new Measured(
        name(result.getParams().getBenchmark(), result.getParams().getThreads()),
        parameters(result.getParams()),
        secondary(result, Laps.MEDIAN, mean),
        allocated.getScore(),
        secondary(result, Laps.TAIL, Double.NaN),
        secondary(result, Laps.KEPT, Double.NaN));
  }

  private static double secondary(RunResult result, String label, double otherwise) {
    Result<?> measured = result.getSecondaryResults().get(label);
    return measured == null ? otherwise : measured.getStatistics().getPercentile(50);
  }

  /** Without the package, with the threads if there are several. */
  static String name(String path, int threads) {
    int method = path.lastIndexOf('.');
    String name = path.substring(path.lastIndexOf('.', method - 1) + 1);
    return threads == 1 ? name : name + "@" + threads;
  }

  private static String parameters(BenchmarkParams params) {
    return params.getParamsKeys().stream().map(params::getParam).collect(Collectors.joining(" "));
  }
}
