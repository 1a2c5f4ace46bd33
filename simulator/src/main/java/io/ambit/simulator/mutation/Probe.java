package io.ambit.simulator.mutation;

import io.ambit.simulator.example.Example;
import io.ambit.simulator.scenario.Sweep;
import io.ambit.simulator.search.Situation;
import io.ambit.simulator.search.SmallScope;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Looks for a violation on the other side of a class loader, so it speaks in types of the JDK
 * alone: takes how many seeds to sweep, from which one on, with how many edges, until when, and
 * until when to search the small scope if the sweep found nothing; tells what failed, and how that
 * was found. The examples are asked last.
 */
public final class Probe implements Function<long[], Map<String, String>> {
  private final SortedMap<String, String> said = new TreeMap<>();

  @Override
  public Map<String, String> apply(long[] asked) {
    sweep(asked[0], asked[1], (int) asked[2], asked[3]);
    for (Situation situation : Situation.values()) {
      if (!said.containsKey("by") && System.nanoTime() - asked[4] < 0) {
        search(situation, asked[4]);
      }
    }
    if (!said.containsKey("by")) {
      Example.failing()
          .ifPresent(
              title -> {
                said.put("by", "example");
                said.put("what", title);
              });
    }
    said.put("endNanos", Long.toString(System.nanoTime()));
    return said;
  }

  private void sweep(long seeds, long first, int edges, long untilNanos) {
    Sweep.Total total = Sweep.run(first, seeds, edges, untilNanos);
    said.put("seeds", Long.toString(total.seeds()));
    Sweep.Failure failure = total.failure();
    if (failure != null) {
      said.put("by", "sweep");
      said.put("what", failure.invariant());
      said.put("left", Integer.toString(failure.shrunk().size()));
    }
  }

  private void search(Situation situation, long untilNanos) {
    SmallScope.Result result = SmallScope.search(situation, 1, untilNanos, played -> {});
    said.merge(
        "schedules",
        Long.toString(result.schedules()),
        (a, b) -> Long.toString(Long.parseLong(a) + Long.parseLong(b)));
    SmallScope.Found found = result.found();
    if (found != null) {
      said.put("by", "small scope");
      said.put("what", found.invariant());
      said.put("left", Integer.toString(found.schedule().size()));
    }
  }
}
