package io.ambit.edge.overload;

import io.ambit.model.Priority;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Turns what callers told in one interval into what the next requests are decided by: the limit,
 * which priorities fit into the capacity, and the least pressure. One thread.
 *
 * <p>The bands alone already shed what must be shed, request by request. The least pressure is for
 * those who ask again: it sheds, by draw, almost as much as the last second showed to be too much,
 * and moves so slowly that a retry meets the same answer. It rises as demand does and falls by a
 * twentieth a second, faster once the resource has room again.
 */
final class Learning {
  private static final double NANOS = 1e9;
  private static final int PRIORITIES = Priority.values().length;
  private static final double OFFERED_SECONDS = 1;

  /** Fewer requests in an interval tell less of which part passes its budgets. */
  private static final double PASSING_SAMPLES = 10;

  private static final double CAPACITY_UP_SECONDS = 0.15;
  private static final double CAPACITY_DOWN_SECONDS = 1;

  /** What is under way when a limit is as good as reached. */
  private static final double BUSY = 0.85;

  /** Without so much calm, a resource that was busy still is. */
  private static final double CALM_SECONDS = 2;

  /** A moment with less to do is chance. */
  private static final double LULL_SECONDS = 0.5;

  /** So long after it became busy, its capacity is not yet known well enough to shed by. */
  private static final double UNSURE_SECONDS = 1;

  private static final double FITS = 0.95;
  private static final double MAY_FIT = 1.5;
  private static final double LET_THROUGH = 1.1;
  private static final double STIR = 0.005;
  private static final double EASE_PER_SECOND = 0.05;
  static final double FASTEST_EASE_PER_SECOND = 0.25;

  private final ConcurrencyLimit limit = new ConcurrencyLimit();
  private final Counting counting = new Counting();
  private final Pacing pacing = new Pacing();
  private final double[] offeredPerSecond = new double[PRIORITIES];
  private final double[] passing = ones();
  private Totals seen =
      new Totals(new long[PRIORITIES], new long[PRIORITIES], new long[PRIORITIES], 0, 0, 0);
  private long seenNanos;
  private double capacityPerSecond;
  private double busySeconds;
  private double calmSeconds = CALM_SECONDS;
  private double least;
  private Overload.View view = Overload.View.UNAWARE;

  /**
   * Everything since the beginning.
   *
   * @param begun by priority, as are {@code shed} and {@code refused}
   * @param refused for another reason than overload
   */
  record Totals(
      long[] begun, long[] shed, long[] refused, long succeeded, long timed, long latencyNanos) {

    long allBegun() {
      return LongStream.of(begun).sum();
    }
  }

  Learning(long nowNanos) {
    seenNanos = nowNanos;
  }

  Overload.View view() {
    return view;
  }

  Learned learn(long nowNanos, Totals totals, long peak, UnderWay underWay) {
    double seconds = (nowNanos - seenNanos) / NANOS;
    if (seconds > 0) {
      long timed = totals.timed() - seen.timed();
      double latency = (totals.latencyNanos() - seen.latencyNanos()) / NANOS;
      counting.learn(
          nowNanos, seconds, totals.allBegun() - seen.allBegun(), timed, latency, underWay);
      double most = counting.isTrusted() ? peak : counting.inferredOfTold();
      double each = counting.perTold();
      limit.learn(
          new ConcurrencyLimit.Interval(
              seconds,
              each * (totals.succeeded() - seen.succeeded()),
              each * timed,
              each * latency,
              most,
              counting.isTrusted(),
              counting.isProven(),
              counting.lagSeconds()));
      follow(seconds, totals);
      observe(seconds, most);
      ease(seconds);
      seen = totals;
      seenNanos = nowNanos;
      view = decide();
    }
    return learned(underWay);
  }

  /**
   * What each priority asks of the resource. Nobody knows which of the requests shed here would
   * have been refused by their budgets; so the same part of them is taken off as of the others.
   */
  private void follow(double seconds, Totals totals) {
    double weight = Math.min(1, seconds / OFFERED_SECONDS);
    for (int i = 0; i < PRIORITIES; i++) {
      double begun = totals.begun()[i] - seen.begun()[i];
      double refused = totals.refused()[i] - seen.refused()[i];
      double judged = begun + refused;
      if (judged > 0) {
        double trust = Math.min(1, judged / PASSING_SAMPLES) * weight;
        passing[i] += (begun / judged - passing[i]) * trust;
      }
      double shed = totals.shed()[i] - seen.shed()[i];
      double rate = (begun + shed * passing[i]) / seconds;
      offeredPerSecond[i] += (rate - offeredPerSecond[i]) * weight;
    }
  }

  private static double[] ones() {
    double[] ones = new double[PRIORITIES];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** While there is enough to do, what gets done is what can be done. */
  private void observe(double seconds, double most) {
    if (limit.part() < 1) {
      return;
    }
    if (!limit.isSteered() || most < BUSY * limit.limit()) {
      calmSeconds += seconds;
      busySeconds = calmSeconds < LULL_SECONDS ? busySeconds + seconds : 0;
      return;
    }
    busySeconds += seconds;
    double rate = limit.ratePerSecond();
    if (calmSeconds >= CALM_SECONDS) {
      capacityPerSecond = rate;
    }
    calmSeconds = 0;
    double time = rate > capacityPerSecond ? CAPACITY_UP_SECONDS : CAPACITY_DOWN_SECONDS;
    capacityPerSecond += (rate - capacityPerSecond) * Math.min(1, seconds / time);
  }

  private void ease(double seconds) {
    if (!counting.isTrusted()) {
      // All there is to go by is late or scarce: what needs no count must do it all, and follow.
      pacing.learn(seconds, limit, counting.begunPerSecond(), least > 0);
      least = Pressure.fitting(offeredPerSecond, pacing.perSecond(limit));
      return;
    }
    if (limit.part() < 1) {
      return;
    }
    double needed = Pressure.fitting(offeredPerSecond, affordable());
    if (needed > least + STIR) {
      least = needed;
    } else if (needed < least - STIR) {
      double most = (busySeconds > 0 ? EASE_PER_SECOND : FASTEST_EASE_PER_SECOND) * seconds;
      least = Math.max(needed, least - most);
    }
  }

  /** How much may be let through per second. */
  private double affordable() {
    return isSure() ? LET_THROUGH * capacityPerSecond : Double.POSITIVE_INFINITY;
  }

  private boolean isSure() {
    return isSaturated() && busySeconds >= UNSURE_SECONDS;
  }

  private boolean isSaturated() {
    return calmSeconds < CALM_SECONDS;
  }

  private Overload.View decide() {
    // Without bands nobody has to count what is under way.
    boolean limited = counting.isTrusted() && Double.isFinite(limit.limit());
    Bands bands = limited ? Bands.of(limit.limit(), limit.part(), fits()) : Bands.NONE;
    return new Overload.View(bands, least, (long) (limit.baseSeconds() * NANOS));
  }

  /** By rank. The least important never has more room than the limit. */
  private boolean[] fits() {
    boolean[] fits = new boolean[PRIORITIES];
    double all = 0;
    for (Priority priority : Priority.values()) {
      all += offeredPerSecond[priority.ordinal()];
      int rank = Pressure.rank(priority);
      fits[rank] = rank > 0 && limit.isSteered() && (!isSaturated() || all <= mostThatFits());
    }
    return fits;
  }

  /**
   * While the queue is let go who may not fit does not: else it would go on queueing, and what
   * requests take in a queue be taken for what they must.
   */
  private double mostThatFits() {
    return (isSure() || limit.part() < 1 ? FITS : MAY_FIT) * capacityPerSecond;
  }

  private Learned learned(UnderWay underWay) {
    double count = counting.isTrusted() ? underWay.count() : counting.inferred();
    return new Learned(
        limit.limit(),
        count,
        counting.isTrusted(),
        view.pressure(count),
        capacityPerSecond,
        isSaturated(),
        limit.baseSeconds(),
        limit.latencySeconds());
  }
}
