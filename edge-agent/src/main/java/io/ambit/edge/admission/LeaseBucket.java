package io.ambit.edge.admission;

import io.ambit.edge.core.LimitRule;
import io.ambit.edge.core.Terms;
import io.ambit.model.Limit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The tokens this edge has of one limit. Debits come from any thread and wait for nobody: a thread
 * that meets a stretch just closed opens the next one itself rather than wait for the loop.
 */
public final class LeaseBucket extends Bucket {
  private static final long NANOS = 1_000_000_000;

  /** The shortest and the longest wait ever told. */
  private static final long SHORTEST_NANOS = 1_000_000;

  private static final long LONGEST_NANOS = 3_600 * NANOS;

  /** With no rate at all, what can change that is the next grant. */
  private static final long NEXT_GRANT_NANOS = NANOS;

  /** A stretch counts from its start, and would overflow after weeks of the largest rates. */
  private static final long LONGEST_STRETCH_NANOS = LONGEST_NANOS;

  /** Tokens for so long are kept: as long as it takes to be filled again. */
  private static final double KEEP_SECONDS = 0.4;

  private static final double SATURATED = 1.5;

  /** So long after it was last asked for much a bucket keeps its cells. */
  private static final long COOLING_NANOS = 60 * NANOS;

  /** So long a cell refuses at most before it looks again: what is given back comes unannounced. */
  private static final double LACKING_NANOS = 1e6;

  /** One part in so many of the depth is kept in any case, and what is given back is no less. */
  private static final long KEEP_PARTS = 4;

  private static final long GIVE_PARTS = 8;

  private static final long LEAST_GIVEN_MILLI = 250;

  private static final AtomicReferenceFieldUpdater<LeaseBucket, Stretch> CURRENT =
      AtomicReferenceFieldUpdater.newUpdater(LeaseBucket.class, Stretch.class, "current");

  /** Slices are cut for so many cells in any case. */
  private static final int LEAST_CELLS = 2;

  /** How much later requests may be made to wait for what earlier ones turned out to cost. */
  private static final long LONGEST_DEBT_SECONDS = 5;

  private volatile Stretch current;

  /** Set while it is asked for so much that threads have parts of their own. */
  private volatile @Nullable Cells cells;

  /** Null while nothing is asked for. */
  private @Nullable Offered offered;

  private boolean wanted;

  LeaseBucket(long nowNanos, LimitRule rule) {
    this(nowNanos, rule, null, new Watch());
  }

  LeaseBucket(long nowNanos, LimitRule rule, @Nullable Bucket before, Watch watch) {
    super(rule, before, watch);
    this.current = Stretch.first(nowNanos, rule.terms());
    // What was given to an earlier bucket is gone with it.
    flowed(rule.inflowMilli(), rule.creditedMilli());
  }

  /** Tokens there are; negative also if debits ran ahead of new terms. */
  @Override
  long remainingMilli(long nowNanos) {
    return current.available(nowNanos);
  }

  /** The rate in force in milli-units per second. */
  @Override
  public long rateMilli(long nowNanos) {
    return current.rateMilli(nowNanos);
  }

  /** The depth in force in milli-units. */
  @Override
  public long depthMilli(long nowNanos) {
    return current.depthMilli(nowNanos);
  }

  /** Whether the lease still counts, in grace or not; else there is the floor alone. */
  @Override
  public boolean onLease(long nowNanos) {
    return current.onLease(nowNanos);
  }

  /**
   * How long until {@code costMilli} tokens have arrived at the rate in force, if nobody else takes
   * any: 1 ms to an hour, rounded up.
   */
  @Override
  public long waitNanos(long costMilli, long nowNanos) {
    Stretch stretch = current;
    long rate = stretch.rateMilli(nowNanos);
    if (rate == 0) {
      return NEXT_GRANT_NANOS;
    }
    long missing = Math.max(0, costMilli - stretch.available(nowNanos));
    long seconds = Math.min(missing / rate, LONGEST_NANOS / NANOS);
    // What is left is below the rate, at most 10¹²: in milliseconds the product still fits.
    long millis = (missing % rate * 1_000 + rate - 1) / rate;
    return Math.clamp(seconds * NANOS + millis * 1_000_000, SHORTEST_NANOS, LONGEST_NANOS);
  }

  @Override
  public long fullNanos(long nowNanos) {
    return waitNanos(depthMilli(nowNanos), nowNanos);
  }

  @Override
  double fullness(long nowNanos) {
    return (double) remaining(nowNanos) / limit().burst();
  }

  /** What a cell says to a request. */
  enum Answer {
    ADMITTED,
    /** Under a lease that counts there is too little. */
    REFUSED,
    /** Nothing: it is to be asked of the bucket. */
    NONE
  }

  /**
   * Decides from the calling thread's own cell, and counts. A decision that finds the slice's
   * stretch in force takes effect then: if the terms change a moment later, it came before.
   */
  Answer decide(long costMilli, long nowNanos) {
    Cells parts = cells;
    return parts == null ? Answer.NONE : decideIn(parts, costMilli, nowNanos);
  }

  /**
   * Apart from its caller, which was compiled while the bucket was cold: what is in there then, but
   * was hardly met yet, stays calls, one for every step.
   */
  private Answer decideIn(Cells parts, long costMilli, long nowNanos) {
    Cell cell = parts.mine();
    if (cell == null) {
      return Answer.NONE;
    }
    Stretch stretch = current;
    if (cell.isOf(stretch, nowNanos)) {
      if (cell.take(costMilli)) {
        return Answer.ADMITTED;
      }
      if (cell.lacks(costMilli, nowNanos)) {
        cell.refused(demand(costMilli));
        return Answer.REFUSED;
      }
    }
    return stretch.onLease(nowNanos) ? draw(cell, stretch, costMilli, nowNanos) : Answer.NONE;
  }

  /** Takes a new slice, or just enough if there are to be none. */
  private Answer draw(Cell cell, Stretch stretch, long costMilli, long nowNanos) {
    Slices slices = stretch.slices();
    boolean entitled = cell.number < slices.cells() && costMilli <= slices.milli();
    long left = cell.left(stretch);
    long least = costMilli - left;
    long most = entitled ? slices.milli() - left : least;
    long drawn = stretch.draw(least, most, 2 * Math.max(1, slices.cells()), nowNanos);
    if (drawn >= 0) {
      cell.hold(stretch, left + drawn - costMilli);
      cell.admitted(costMilli);
      return Answer.ADMITTED;
    }
    if (drawn == Long.MIN_VALUE) {
      return Answer.NONE;
    }
    double missing = least - (-1 - drawn);
    double seconds = missing / Math.max(1, stretch.rateMilli(nowNanos));
    cell.lack(stretch, costMilli, nowNanos + (long) Math.min(seconds * NANOS, LACKING_NANOS));
    cell.refused(demand(costMilli));
    return Answer.REFUSED;
  }

  @Override
  @Nullable Stretch debit(long costMilli, long nowNanos) {
    Stretch stretch = current;
    while (true) {
      switch (stretch.debit(costMilli, nowNanos)) {
        case DONE -> {
          return stretch;
        }
        case SHORT -> {
          return null;
        }
        case CLOSED -> stretch = succeed(stretch);
      }
    }
  }

  @Override
  long overdraw(long extraMilli, long nowNanos) {
    long mostMilli = Math.max(limit().depthMilli(), LONGEST_DEBT_SECONDS * rateMilli(nowNanos));
    Stretch stretch = current;
    long taken = stretch.overdraw(extraMilli, mostMilli, nowNanos);
    while (taken < 0) {
      stretch = succeed(stretch);
      taken = stretch.overdraw(extraMilli, mostMilli, nowNanos);
    }
    return taken;
  }

  @Override
  long giveBack(long restMilli, long sinceNanos) {
    Stretch stretch = current;
    return stretch.beganAfter(sinceNanos) || !stretch.giveBack(restMilli) ? 0 : restMilli;
  }

  @Override
  void follow(long nowNanos, LimitRule rule) {
    super.follow(nowNanos, rule);
    wanted = rule.wanted();
    if (wanted) {
      mark();
    }
    boolean flowed = hasFlowed(rule.inflowMilli(), rule.creditedMilli());
    if (flowed || !current.terms().equals(rule.terms())) {
      long inflow = flowed(rule.inflowMilli(), rule.creditedMilli());
      change(nowNanos, rule.terms(), inflow, Long.MAX_VALUE);
    }
  }

  /**
   * Gives back what this edge will not need before it could have it again, while others are short
   * of it. Loop only, at every tick.
   */
  @Override
  void returnSurplus(long nowNanos) {
    if (offered != null) {
      offered.measure(nowNanos, offeredMilli());
      reslice(nowNanos, offered);
    }
    if (wanted) {
      returnWhatIsNotNeeded(nowNanos, offered == null ? 0 : offered.milliPerSecond());
    }
    if (!isAwake()) {
      offered = null;
    }
  }

  private void returnWhatIsNotNeeded(long nowNanos, double milliPerSecond) {
    Stretch stretch = current;
    // Where much more is asked for than comes in, whatever is there is needed here.
    boolean saturated = milliPerSecond >= SATURATED * stretch.rateMilli(nowNanos);
    if (saturated || !stretch.onLease(nowNanos)) {
      return;
    }
    long depth = stretch.terms().lease().depthMilli();
    long ahead = (long) (milliPerSecond * KEEP_SECONDS);
    long least = Math.max(Limit.MILLI, depth / KEEP_PARTS);
    // What comes into a full bucket is lost, so there is always room in it for a tick or two.
    long coming = stretch.rateMilli(nowNanos) / 10;
    long keep = Math.max(least, Math.min(ahead, depth - coming));
    if (stretch.available(nowNanos) - keep >= Math.max(LEAST_GIVEN_MILLI, depth / GIVE_PARTS)) {
      change(nowNanos, stretch.terms(), 0, keep);
    }
  }

  /** Divides the bucket, or makes it whole again. */
  private void reslice(long nowNanos, Offered asked) {
    if (asked.isHot() && cells == null && watch().division().enter()) {
      cells = new Cells();
    } else if (cells != null && !asked.wasHotWithin(COOLING_NANOS, nowNanos)) {
      unite();
    }
    Stretch stretch = current;
    if (!stretch.slices().equals(slices(stretch.terms()))) {
      change(nowNanos, stretch.terms(), 0, Long.MAX_VALUE);
    }
  }

  @Override
  void leave() {
    super.leave();
    unite();
  }

  /** What cells count is not counted any more: long after the last thread can be at it. */
  private void unite() {
    Cells parts = cells;
    if (parts != null) {
      watch().division().leave();
      cells = null;
      add(parts.admittedMilli(), parts.refusedMilli());
    }
  }

  /** Loop only. */
  @Override
  long admittedMilli() {
    Cells parts = cells;
    return super.admittedMilli() + (parts == null ? 0 : parts.admittedMilli());
  }

  /** Loop only. */
  @Override
  long refusedMilli() {
    Cells parts = cells;
    return super.refusedMilli() + (parts == null ? 0 : parts.refusedMilli());
  }

  private Slices slices(Terms terms) {
    Cells parts = cells;
    return parts != null && offered != null && offered.isHot()
        ? Slices.of(terms.lease(), Math.max(LEAST_CELLS, parts.count()))
        : Slices.NONE;
  }

  @Override
  boolean isAwake() {
    return wanted || cells != null || (offered != null && offered.isAwake());
  }

  @Override
  void wake(long sinceNanos, long nowNanos) {
    if (offered != null) {
      offered.idleUntil(sinceNanos);
      return;
    }
    boolean began = !isTold() && current.beganAfter(sinceNanos);
    long fromNanos = began ? current.startNanos() : sinceNanos;
    long seenMilli = toldOfferedMilli();
    if (wanted || !Offered.isLittle(offeredMilli() - seenMilli, nowNanos - fromNanos)) {
      offered = new Offered(fromNanos, seenMilli);
    }
  }

  /** Begins a fresh stretch on the same terms once an hour. */
  @Override
  void renew(long nowNanos) {
    Stretch stretch = current;
    if (stretch.ageNanos(nowNanos) > LONGEST_STRETCH_NANOS) {
      change(nowNanos, stretch.terms(), 0, Long.MAX_VALUE);
    }
  }

  private void change(long nowNanos, Terms terms, long inflowMilli, long keepMilli) {
    Stretch stretch = current;
    Stretch.Successor next =
        new Stretch.Successor(
            nowNanos, terms, inflowMilli, onTheWayMilli(), keepMilli, slices(terms));
    stretch.close(next);
    gaveBack(succeed(stretch).givenBackMilli(next));
  }

  private Stretch succeed(Stretch closed) {
    CURRENT.compareAndSet(this, closed, closed.next());
    return current;
  }
}
