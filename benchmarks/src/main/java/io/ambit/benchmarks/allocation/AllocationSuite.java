package io.ambit.benchmarks.allocation;

import io.ambit.benchmarks.Ratio;
import io.ambit.benchmarks.Suite;
import java.util.List;

/** Weighted max-min, single-threaded. */
public final class AllocationSuite {
  public static final Suite SUITE =
      new Suite(
          "allocation",
          "Sharing budgets out: weighted max-min, single-threaded",
          List.of(Suite.Part.all(Filling.class), Suite.Part.all(Planet.class)),
          List.of(
              Ratio.atMost(8, "Filling.warm", "Filling.sum", "contended and warm, to one sum"),
              Ratio.faster(
                  10, "Filling.warm", "Filling.sortedByComparator", "to the form that sorts"),
              Ratio.shown("Filling.warm", "Filling.sortedByNumber", "to sorting packed numbers"),
              Ratio.faster(8, "Filling.oneInAHundred", "Filling.warm", "one in a hundred changed"),
              Ratio.atMost(8, "Planet.warm", "Planet.sum", "ten million cells, to one sum"),
              Ratio.faster(8, "Planet.oneInAHundred", "Planet.warm", "one in a hundred changed"),
              Ratio.shown(
                  "Planet.warmWithShortRegions", "Planet.warm", "five regions short of capacity")));

  private AllocationSuite() {}
}
