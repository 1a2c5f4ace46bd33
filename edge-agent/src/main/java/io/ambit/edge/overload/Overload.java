package io.ambit.edge.overload;

import io.ambit.model.Priority;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * One resource and how close it is to too much. Every request is asked about ({@link #sheds}), and
 * what became of it is told: {@link #shed} by this, {@link #refused} for another reason, or {@link
 * #begin}. These and {@link #end} may be called from any thread, take no lock and make no object;
 * {@link #learn} belongs to the loop. As long as nobody tells of ends, nothing is shed.
 */
public final class Overload {
  private static final double NANOS = 1e9;

  private final LongAdder[] begun = onePerPriority();
  private final LongAdder[] shed = onePerPriority();
  private final LongAdder[] refused = onePerPriority();
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

  /** Whether a request is to be shed. Counts nothing. */
  public boolean sheds(Priority priority, double draw) {
    return Pressure.sheds(pressure(), priority, draw);
  }

  /** A request was shed. */
  public void shed(Priority priority) {
    shed[priority.ordinal()].increment();
  }

  /** A request was refused that would not have been shed: it is no demand on the resource. */
  public void refused(Priority priority) {
    refused[priority.ordinal()].increment();
  }

  /**
   * How soon at the earliest a request that is shed now may go: the least pressure falls only so
   * fast. 0 if it might at once.
   */
  public long waitNanos(Priority priority, double draw) {
    double over = view.least() - Pressure.highestFor(priority, draw);
    return over <= 0 ? 0 : (long) (over / Learning.FASTEST_EASE_PER_SECOND * NANOS);
  }

  /** How much there is too much now, 0 to 1. */
  public double pressure() {
    View now = view;
    return now.bands() == Bands.NONE
        ? now.least()
        : Math.max(now.least(), now.bands().pressure(underWay.count()));
  }

  /** A request goes to the resource. */
  public void begin(Priority priority, long nowNanos) {
    begun[priority.ordinal()].increment();
    underWay.begin(nowNanos);
    long count = underWay.count();
    if (count > most) {
      // Racing threads may lose the larger one; the next request brings it again.
      most = count;
    }
  }

  /** A request that went after {@code begin} at {@code beganNanos} did not go after all. */
  public void withdraw(Priority priority, long beganNanos, long nowNanos) {
    begun[priority.ordinal()].decrement();
    underWay.end(nowNanos, nowNanos - beganNanos);
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
    long peak = Math.max(most, underWay.count());
    most = 0;
    Learning.Totals totals =
        new Learning.Totals(
            sums(begun),
            sums(shed),
            sums(refused),
            succeeded.sum(),
            timed.sum(),
            latencyNanos.sum() / NANOS);
    Learned learned = learning.learn(nowNanos, totals, peak, underWay);
    view = learning.view();
    return learned;
  }

  private static LongAdder[] onePerPriority() {
    return Stream.of(Priority.values()).map(each -> new LongAdder()).toArray(LongAdder[]::new);
  }

  private static long[] sums(LongAdder[] counters) {
    return Stream.of(counters).mapToLong(LongAdder::sum).toArray();
  }
}
