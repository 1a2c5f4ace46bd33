package io.ambit.deployment;

import java.util.ArrayList;
import java.util.List;

/** What a check found wrong, each as "where: what", in the order it was met. Not thread-safe. */
final class Findings {
  private final List<String> found = new ArrayList<>();

  /** Notes {@code what} as wrong {@code where}, unless {@code holds}. */
  void expect(boolean holds, String where, String what) {
    if (!holds) {
      found.add(where + ": " + what);
    }
  }

  List<String> all() {
    return List.copyOf(found);
  }
}
