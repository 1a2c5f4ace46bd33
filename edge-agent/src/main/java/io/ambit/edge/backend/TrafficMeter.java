package io.ambit.edge.backend;

import io.ambit.failover.Demand;
import io.ambit.failover.Traffic;
import io.ambit.model.Priority;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * What users of this region ask of this edge, told to the region once a second: a mean over a few
 * seconds. Budgets' refusals do not count, since nobody has to serve them. Any thread counts; the
 * loop reads.
 */
public final class TrafficMeter {
  private static final long EVERY_NANOS = 1_000_000_000L;
  private static final double NANOS = 1e9;

  /** How much of the mean the newest second is. */
  private static final double NEWEST = 0.5;

  private final String node;
  private final LongAdder[] asked =
      Stream.of(Priority.values()).map(each -> new LongAdder()).toArray(LongAdder[]::new);
  private final long[] seen = new long[Priority.values().length];
  private final double[] perSecond = new double[Priority.values().length];
  private long readNanos;

  public TrafficMeter(String node, long nowNanos) {
    this.node = node;
    this.readNanos = nowNanos;
  }

  /** A user of this region has asked. */
  public void count(Priority priority) {
    asked[priority.ordinal()].increment();
  }

  /** What to tell now, if it is time to. */
  public Optional<Traffic> takeDue(long nowNanos, Pools pools) {
    if (nowNanos - readNanos < EVERY_NANOS) {
      return Optional.empty();
    }
    double seconds = (nowNanos - readNanos) / NANOS;
    readNanos = nowNanos;
    long[] demand = new long[seen.length];
    for (int i = 0; i < seen.length; i++) {
      long sum = asked[i].sum();
      perSecond[i] += NEWEST * ((sum - seen[i]) / seconds - perSecond[i]);
      seen[i] = sum;
      demand[i] = Math.round(perSecond[i]);
    }
    return Optional.of(pools.traffic(node, Demand.of(demand)));
  }
}
