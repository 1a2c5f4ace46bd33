package io.ambit.benchmarks.gate;

import io.ambit.edge.core.GateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** What so many tenants are kept in, here and by others; their names are there already. */
public enum Populations {
  /** The gate and the table it was filled from, which an edge lets go of. */
  AMBIT("the gate and its table", Populations::gate),
  /** What an edge keeps; names of tenants and limits are the table's, and stay. */
  GATE("the gate without its table", names -> gate(names).getLast()),
  ATOMIC("a map of atomics", names -> map(names, AtomicLong::new)),
  GUAVA("a map of Guava's limiters", names -> map(names, () -> Peers.guava(true))),
  BUCKET4J("a map of Bucket4j's", names -> map(names, () -> Peers.bucket4j(true))),
  RESILIENCE4J("a map of Resilience4j's", names -> map(names, Peers::resilienceAtomic)),
  RESILIENCE4J_SEMAPHORE("the same, by semaphores", Populations::semaphores);

  private final String about;
  private final Function<String[], Object> make;

  Populations(String about, Function<String[], Object> make) {
    this.about = about;
    this.make = make;
  }

  public String about() {
    return about;
  }

  /** Keeps {@code names}. */
  public Object keep(String[] names) {
    return make.apply(names);
  }

  private static List<Object> gate(String[] names) {
    GateTable table = Gates.table(names, Gates.PLENTY);
    var gate = Gates.of(table);
    // The loop reads everybody once, and from then on only those that ask.
    var unused = gate.readUsage(System.nanoTime());
    return List.of(table, gate);
  }

  private static Object semaphores(String[] names) {
    ScheduledExecutorService scheduler = Peers.scheduler();
    List<Object> kept = new ArrayList<>(List.of(scheduler));
    kept.add(map(names, () -> Peers.resilienceSemaphore(true, scheduler)));
    return kept;
  }

  private static <V> Object map(String[] names, Supplier<V> value) {
    ConcurrentHashMap<String, V> map = new ConcurrentHashMap<>(2 * names.length);
    for (String name : names) {
      map.put(name, value.get());
    }
    return map;
  }
}
