package io.ambit.simulator.mutation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * Puts one mutant to the sweep, to every schedule of small scope, and to the examples, until
 * something is violated or the budget is over.
 */
public final class Trial {
  private static final long FIRST_SEED = 1;
  private static final int EDGES = 4;
  private static final long SECOND = 1_000_000_000;

  private Trial() {}

  /**
   * Runs it.
   *
   * @param checkout where the sources are
   * @param seeds the most to sweep
   * @param seconds begin no seed after so many, and no schedule after so many more
   */
  public static Verdict of(Mutant mutant, Path checkout, long seeds, long seconds)
      throws IOException {
    return run(mutant, checkout, seeds, seconds, seconds);
  }

  /** The sweep alone, and if it misses the mutant, the examples. */
  public static Verdict bySweep(Mutant mutant, Path checkout, long seeds, long seconds)
      throws IOException {
    return run(mutant, checkout, seeds, seconds, 0);
  }

  /** The examples alone. */
  public static Verdict byExample(Mutant mutant, Path checkout) throws IOException {
    return run(mutant, checkout, 0, 0, 0);
  }

  private static Verdict run(
      Mutant mutant, Path checkout, long seeds, long seconds, long searchSeconds)
      throws IOException {
    try (MutantLoader loader = new MutantLoader(Compiled.of(mutant, checkout))) {
      long startNanos = System.nanoTime();
      long sweptNanos = startNanos + seconds * SECOND;
      long searchedNanos = searchSeconds == 0 ? startNanos : sweptNanos + searchSeconds * SECOND;
      Map<String, String> said =
          probe(loader).apply(new long[] {seeds, FIRST_SEED, EDGES, sweptNanos, searchedNanos});
      return new Verdict(
          mutant,
          said.getOrDefault("by", ""),
          said.getOrDefault("what", ""),
          Long.parseLong(said.getOrDefault("seeds", "0")),
          Long.parseLong(said.getOrDefault("schedules", "0")),
          (Long.parseLong(said.getOrDefault("endNanos", "0")) - startNanos) / 1e9,
          said.getOrDefault("left", ""));
    }
  }

  @SuppressWarnings("unchecked")
  private static Function<long[], Map<String, String>> probe(MutantLoader loader) {
    try {
      return (Function<long[], Map<String, String>>)
          loader.loadClass(Probe.class.getName()).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException bug) {
      throw new IllegalStateException(bug);
    }
  }
}
