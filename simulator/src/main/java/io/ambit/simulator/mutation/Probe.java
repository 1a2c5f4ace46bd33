package io.ambit.simulator.mutation;

import io.ambit.simulator.scenario.Sweep;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Runs the sweep on the other side of a class loader, so it speaks in types of the JDK alone: takes
 * how many seeds to run, from which one on, with how many edges, and until when; tells what failed,
 * and nothing if nothing did.
 */
public final class Probe implements Function<long[], Map<String, String>> {
  @Override
  public Map<String, String> apply(long[] seedsFromEdgesUntil) {
    Sweep.Total total =
        Sweep.run(
            seedsFromEdgesUntil[1],
            seedsFromEdgesUntil[0],
            (int) seedsFromEdgesUntil[2],
            seedsFromEdgesUntil[3]);
    SortedMap<String, String> said = new TreeMap<>();
    said.put("seeds", Long.toString(total.seeds()));
    Sweep.Failure failure = total.failure();
    if (failure != null) {
      said.put("invariant", failure.invariant());
      said.put("message", failure.message());
      said.put("seed", Long.toString(failure.seed()));
      said.put("seconds", Long.toString(System.nanoTime()));
      said.put("faults", Integer.toString(failure.shrunk().size()));
    }
    return said;
  }
}
