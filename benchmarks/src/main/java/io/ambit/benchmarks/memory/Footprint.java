package io.ambit.benchmarks.memory;

import io.ambit.benchmarks.gate.Populations;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.ref.Reference;
import java.util.Arrays;

/**
 * How much of the heap so many tenants take up: what is used after collections, with them less
 * without them. Run in a JVM of its own; tells the bytes.
 */
public final class Footprint {
  private static final int COLLECTIONS = 5;

  private Footprint() {}

  /** The structure's name, and how many tenants. */
  public static void main(String[] args) {
    Populations kept = Populations.valueOf(args[0]);
    String[] names = new String[Integer.parseInt(args[1])];
    Arrays.setAll(names, i -> "tenant-" + i);
    // Classes are loaded, and whatever is made once is there.
    Reference.reachabilityFence(kept.keep(Arrays.copyOf(names, 1)));
    long before = used();
    Object all = kept.keep(names);
    long after = used();
    Reference.reachabilityFence(all);
    Reference.reachabilityFence(names);
    System.out.println(after - before);
    // A peer's scheduler may be at work still.
    System.exit(0);
  }

  private static long used() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    for (int i = 0; i < COLLECTIONS; i++) {
      memory.gc();
    }
    return memory.getHeapMemoryUsage().getUsed();
  }
}
