package io.ambit.edge.admission;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tenants that asked and are not in the table, on their way to the loop: at most {@value #MOST} at
 * a time, each once. Who finds no room asks again. Thread-safe.
 */
final class Newcomers {
  static final int MOST = 1_024;

  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private final AtomicInteger size = new AtomicInteger();

  void add(String tenant) {
    // Racing threads may pass the bound by one each, no more.
    if (size.get() < MOST && names.add(tenant)) {
      size.incrementAndGet();
    }
  }

  /** Takes everybody out, in order of name. Loop only. */
  List<String> drain() {
    if (size.get() == 0) {
      return List.of();
    }
    List<String> drained = names.stream().sorted().toList();
    for (String name : drained) {
      if (names.remove(name)) {
        size.decrementAndGet();
      }
    }
    return drained;
  }
}
