package io.ambit.benchmarks;

import io.ambit.benchmarks.allocation.AllocationSuite;
import java.util.List;

/** All there is to run. */
final class Suites {
  private Suites() {}

  static List<Suite> all() {
    return List.of(AllocationSuite.SUITE);
  }
}
