package io.ambit.edge.admission;

import io.ambit.edge.core.LimitRule;
import io.ambit.edge.core.Terms;
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

  private static final AtomicReferenceFieldUpdater<LeaseBucket, Stretch> CURRENT =
      AtomicReferenceFieldUpdater.newUpdater(LeaseBucket.class, Stretch.class, "current");

  /** How much later requests may be made to wait for what earlier ones turned out to cost. */
  private static final long LONGEST_DEBT_SECONDS = 5;

  private volatile Stretch current;

  LeaseBucket(long nowNanos, LimitRule rule, Counters counters) {
    super(rule, counters);
    this.current = Stretch.first(nowNanos, rule.terms());
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
    if (!current.terms().equals(rule.terms())) {
      change(nowNanos, rule.terms());
    }
  }

  /** Begins a fresh stretch on the same terms once an hour. */
  @Override
  void renew(long nowNanos) {
    Stretch stretch = current;
    if (stretch.ageNanos(nowNanos) > LONGEST_STRETCH_NANOS) {
      change(nowNanos, stretch.terms());
    }
  }

  private void change(long nowNanos, Terms terms) {
    Stretch stretch = current;
    stretch.close(nowNanos, terms);
    succeed(stretch);
  }

  private Stretch succeed(Stretch closed) {
    CURRENT.compareAndSet(this, closed, closed.next());
    return current;
  }
}
