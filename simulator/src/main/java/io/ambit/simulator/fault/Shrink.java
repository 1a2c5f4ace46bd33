package io.ambit.simulator.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Leaves out faults as long as a run still fails the same way (Zeller and Hildebrandt, Simplifying
 * and Isolating Failure-Inducing Input, 2002), at most {@value #MOST_RUNS} runs.
 */
public final class Shrink {
  private static final int MOST_RUNS = 200;

  private final Predicate<List<Fault>> fails;
  private int runs;

  private Shrink(Predicate<List<Fault>> fails) {
    this.fails = fails;
  }

  /** The fewest faults found that still fail. */
  public static List<Fault> of(List<Fault> faults, Predicate<List<Fault>> fails) {
    return new Shrink(fails).shrink(faults);
  }

  private List<Fault> shrink(List<Fault> all) {
    List<Fault> failing = all;
    int parts = 2;
    while (!failing.isEmpty() && runs < MOST_RUNS) {
      List<Fault> smaller = withoutOnePart(failing, Math.min(parts, failing.size()));
      if (smaller != null) {
        failing = smaller;
        parts = Math.max(2, parts - 1);
      } else if (parts >= failing.size()) {
        break;
      } else {
        parts = Math.min(failing.size(), 2 * parts);
      }
    }
    return failing;
  }

  private @org.jspecify.annotations.Nullable List<Fault> withoutOnePart(
      List<Fault> failing, int parts) {
    for (int part = 0; part < parts && runs < MOST_RUNS; part++) {
      int from = failing.size() * part / parts;
      int to = failing.size() * (part + 1) / parts;
      List<Fault> rest = new ArrayList<>(failing.subList(0, from));
      rest.addAll(failing.subList(to, failing.size()));
      runs++;
      if (fails.test(rest)) {
        return rest;
      }
    }
    return null;
  }
}
