package io.ambit.simulator.mutation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** Puts one mutant to the sweep, until something is violated or the budget is over. */
public final class Trial {
  private static final long FIRST_SEED = 1;
  private static final int EDGES = 4;

  private Trial() {}

  /**
   * Runs it.
   *
   * @param checkout where the sources are
   * @param seeds the most to run
   * @param seconds begin no seed after so many
   */
  public static Verdict of(Mutant mutant, Path checkout, long seeds, long seconds)
      throws IOException {
    try (MutantLoader loader = new MutantLoader(Compiled.of(mutant, checkout))) {
      long startNanos = System.nanoTime();
      Map<String, String> said =
          probe(loader)
              .apply(new long[] {seeds, FIRST_SEED, EDGES, startNanos + seconds * 1_000_000_000});
      long endNanos =
          said.containsKey("seconds") ? Long.parseLong(said.get("seconds")) : System.nanoTime();
      return new Verdict(
          mutant,
          said.getOrDefault("invariant", ""),
          said.getOrDefault("message", ""),
          Long.parseLong(said.getOrDefault("seed", "0")),
          Long.parseLong(said.getOrDefault("seeds", "0")),
          (endNanos - startNanos) / 1e9,
          Integer.parseInt(said.getOrDefault("faults", "0")));
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
