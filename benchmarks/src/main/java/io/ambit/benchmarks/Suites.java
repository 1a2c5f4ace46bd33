package io.ambit.benchmarks;

import io.ambit.benchmarks.allocation.AllocationSuite;
import io.ambit.benchmarks.gate.GateSuite;
import io.ambit.benchmarks.remote.RemoteSuite;
import java.util.List;

/** All there is to run. */
final class Suites {
  private Suites() {}

  static List<Suite> all() {
    return List.of(AllocationSuite.SUITE, GateSuite.SUITE, RemoteSuite.SUITE);
  }
}
