package io.ambit.edge.overload;

import io.ambit.model.Priority;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * One resource and how close it is to too much. {@link #sheds}, {@link #begin} and {@link #end} may
 * be called from any thread, take no lock and make no object; {@link #learn} belongs to the loop.
 * As long as nobody tells what became of requests, nothing is shed.
 */
public final class Overload {
  private static final double NANOS = 1e9;

  private final LongAdder[] offered =
      Stream.of(Priority.values()).map(each -> new LongAdder()).toArray(LongAdder[]::new);
  private final LongAdder begun = new LongAdder();
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder timed = new LongAdder();
  private final LongAdder latencyNanos = new LongAdder();
  private final UnderWay underWay;
  private final Learning learning;
  private volatile long most;
  private volatile View view = View.UNAWARE;

  /**
   * What is decided by.
   *
   * @param least pressure there is in any case, which keeps answers to retries the same
   * @param timedFromNanos a failure that took less says nothing of how long requests take
   */
  record View(Bands bands, double least, long timedFromNanos) {
    static final View UNAWARE = new View(Bands.NONE, 0, 0);
  }

  public Overload(long nowNanos) {
    this.underWay = new UnderWay(nowNanos);
    this.learning = new Learning(nowNanos);
  }

  /** Whether a request is to be shed; counts it as offered. */
  public boolean sheds(Priority priority, double draw) {
    offered[priority.ordinal()].increment();
    return wouldShed(priority, draw);
  }

  /** The same without counting. */
  public boolean wouldShed(Priority priority, double draw) {
    return Pressure.sheds(pressure(), priority, draw);
  }

  /** How much there is too much now, 0 to 1. */
  public double pressure() {
    View now = view;
    return now.bands() == Bands.NONE
        ? now.least()
        : Math.max(now.least(), now.bands().pressure(underWay.count()));
  }

  /** A request goes to the resource. */
  public void begin(long nowNanos) {
    begun.increment();
    underWay.begin(nowNanos);
    long count = underWay.count();
    if (count > most) {
      // Racing threads may lose the larger one; the next request brings it again.
      most = count;
    }
  }

  /** A request came back from it. */
  public void end(long nowNanos, long tookNanos, boolean success) {
    underWay.end(nowNanos, tookNanos);
    if (success) {
      succeeded.increment();
    }
    if (success || tookNanos >= view.timedFromNanos()) {
      timed.increment();
      latencyNanos.add(tookNanos);
    }
  }

  /** Learns from what came since the last call. */
  public Learned learn(long nowNanos) {
    long[] offeredSoFar = Stream.of(offered).mapToLong(LongAdder::sum).toArray();
    long peak = Math.max(most, underWay.count());
    most = 0;
    Learning.Totals totals =
        new Learning.Totals(
            offeredSoFar, begun.sum(), succeeded.sum(), timed.sum(), latencyNanos.sum() / NANOS);
    Learned learned = learning.learn(nowNanos, totals, peak, underWay);
    view = learning.view();
    return learned;
  }
}
