package io.ambit.stack.load;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Offers the demand of tenants to a set of edges and tells what became of every request. */
public final class LoadGenerator implements AutoCloseable {
  private static final long LOOKS_AGAIN_MILLIS = 10;

  private final Edges edges;
  private final List<Demand> demands = new CopyOnWriteArrayList<>();

  /**
   * @param edges base addresses by name; shares go by this order
   * @param outcomes told of every request; must be quick and thread-safe
   */
  public LoadGenerator(SequencedMap<String, URI> edges, Consumer<Outcome> outcomes) {
    this.edges = new Edges(edges, outcomes);
  }

  /** Offers a tenant's demand from now on, until it is closed. */
  public Demand offer(String tenant, int ratePerSecond, Shares shares) {
    Demand demand = new Demand(edges, tenant, ratePerSecond, shares).start();
    demands.add(demand);
    return demand;
  }

  /** Ends every demand, and waits so long at most for what is under way. */
  public void finish(Duration bound) throws InterruptedException {
    demands.forEach(Demand::close);
    long untilNanos = System.nanoTime() + bound.toNanos();
    while (edges.open() > 0 && untilNanos - System.nanoTime() > 0) {
      TimeUnit.MILLISECONDS.sleep(LOOKS_AGAIN_MILLIS);
    }
  }

  /** Ends every demand, and forgets the requests still under way. */
  @Override
  public void close() {
    demands.forEach(Demand::close);
    edges.close();
  }
}
