package io.ambit.edge.admission;

import io.ambit.edge.core.LimitRule;
import io.ambit.edge.core.Terms;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The tokens this edge has of one limit. Debits come from any thread and wait for nobody: a thread
 * that meets a stretch just closed opens the next one itself rather than wait for the loop.
 */
public final class LeaseBucket {
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

  private final LimitKey key;
  private final Counters counters;
  private volatile Limit limit;
  private volatile Stretch current;

  LeaseBucket(long nowNanos, LimitRule rule, Counters counters) {
    this.key = rule.key();
    this.limit = rule.limit();
    this.counters = counters;
    this.current = Stretch.first(nowNanos, rule.terms());
  }

  public LimitKey key() {
    return key;
  }

  /** The limit as it is in the world. */
  public Limit limit() {
    return limit;
  }

  /** Whole units this edge could admit at once now. */
  public long remaining(long nowNanos) {
    return Math.max(0, remainingMilli(nowNanos)) / Limit.MILLI;
  }

  /** Tokens there are; negative if debits ran ahead of new terms. */
  long remainingMilli(long nowNanos) {
    return current.available(nowNanos);
  }

  /** The rate in force in milli-units per second. */
  public long rateMilli(long nowNanos) {
    return current.rateMilli(nowNanos);
  }

  /** The depth in force in milli-units. */
  public long depthMilli(long nowNanos) {
    return current.depthMilli(nowNanos);
  }

  /** Whether the lease still counts, in grace or not; else there is the floor alone. */
  public boolean onLease(long nowNanos) {
    return current.onLease(nowNanos);
  }

  /**
   * How long until {@code costMilli} tokens have arrived at the rate in force, if nobody else takes
   * any: 1 ms to an hour, rounded up.
   */
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

  /** Takes tokens; returns the stretch they came from, or null if there are too few. */
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

  /** Counts a request as demand, up to the burst: what no edge could ever admit is no demand. */
  void offer(long costMilli) {
    counters.offered(Math.min(costMilli, limit.depthMilli()));
  }

  Counters counters() {
    return counters;
  }

  /** Follows {@code rule} from now on. Loop only. */
  void follow(long nowNanos, LimitRule rule) {
    limit = rule.limit();
    if (!current.terms().equals(rule.terms())) {
      change(nowNanos, rule.terms());
    }
  }

  /** Begins a fresh stretch on the same terms once an hour. Loop only. */
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
