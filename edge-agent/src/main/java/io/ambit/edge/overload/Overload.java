package io.ambit.edge.overload;

import io.ambit.model.Priority;
import java.util.stream.IntStream;

/**
 * One resource and how close it is to too much. Every request is asked about ({@link #sheds}), and
 * what became of it is told: {@link #shed} by this, {@link #refused} for another reason, or {@link
 * #begin}. These and {@link #end} may be called from any thread, take no lock and make no object;
 * {@link #learn} belongs to the loop. As long as nobody tells of ends, nothing is shed.
 */
public final class Overload {
  private static final double NANOS = 1e9;
  private static final int PRIORITIES = Priority.values().length;

  private final UnderWay underWay;
  private final Tallies tallies;
  private final NearCount near;
  private final Learning learning;
  private volatile View view = View.UNAWARE;

  /**
   * What is decided by.
   *
   * @param least pressure there is in any case, which keeps answers to retries the same
   * @param timedFromNanos a failure that took less says nothing of how long requests take
   */
  record View(Bands bands, double least, long timedFromNanos) {
    static final View UNAWARE = new View(Bands.NONE, 0, 0);

    /** Whether it does not matter how many are under way. */
    boolean isUnlimited() {
      return bands == Bands.NONE;
    }

    double pressure(double underWay) {
      return Math.max(least, bands.pressure(underWay));
    }
  }

  public Overload(long nowNanos) {
    this.underWay = new UnderWay(nowNanos);
    this.tallies = underWay.tallies();
    this.near = new NearCount(underWay, nowNanos);
    this.learning = new Learning(nowNanos);
  }

  /**
   * Whether a request is to be shed. Counts nothing. What other threads told in the last {@value
   * NearCount#EVERY_NANOS} ns may not be taken into account.
   */
  public boolean sheds(Priority priority, double draw, long nowNanos) {
    View now = view;
    double pressure =
        now.isUnlimited() ? now.least() : now.pressure(near.count(tallies.mine(), nowNanos));
    return pressure > 0 && Pressure.sheds(pressure, priority, draw);
  }

  /** A request was shed. */
  public void shed(Priority priority) {
    tallies.mine().add(Tally.SHED + priority.ordinal(), 1);
  }

  /** A request was refused that would not have been shed: it is no demand on the resource. */
  public void refused(Priority priority) {
    tallies.mine().add(Tally.REFUSED + priority.ordinal(), 1);
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
    return now.isUnlimited() ? now.least() : now.pressure(underWay.count());
  }

  /** A request goes to the resource. */
  public void begin(Priority priority, long nowNanos) {
    underWay.begin(tallies.mine(), priority.ordinal(), nowNanos);
  }

  /** A request that went after {@code begin} at {@code beganNanos} did not go after all. */
  public void withdraw(Priority priority, long beganNanos, long nowNanos) {
    underWay.withdraw(tallies.mine(), priority.ordinal(), nowNanos, nowNanos - beganNanos);
  }

  /** A request came back from it. */
  public void end(long nowNanos, long tookNanos, boolean success) {
    Tally mine = tallies.mine();
    near.look(mine, nowNanos);
    underWay.end(mine, success ? Tally.SUCCEEDED : Tally.FAILED, nowNanos, tookNanos);
    if (success) {
      mine.add(Tally.LATENCY_NANOS, tookNanos);
    } else if (tookNanos >= view.timedFromNanos()) {
      mine.add(Tally.SLOW_FAILED, 1);
      mine.add(Tally.LATENCY_NANOS, tookNanos);
    }
  }

  /** Learns from what came since the last call. */
  public Learned learn(long nowNanos) {
    long succeeded = tallies.sum(Tally.SUCCEEDED);
    Learning.Totals totals =
        new Learning.Totals(
            sums(Tally.BEGUN),
            sums(Tally.SHED),
            sums(Tally.REFUSED),
            succeeded,
            succeeded + tallies.sum(Tally.SLOW_FAILED),
            tallies.sum(Tally.LATENCY_NANOS));
    Learned learned = learning.learn(nowNanos, totals, near.takePeak(), underWay);
    view = learning.view();
    return learned;
  }

  private long[] sums(int counters) {
    return IntStream.range(0, PRIORITIES).mapToLong(each -> tallies.sum(counters + each)).toArray();
  }
}
