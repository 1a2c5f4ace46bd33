package io.ambit.usage;

import io.ambit.model.LimitKey;
import org.jspecify.annotations.Nullable;

/**
 * One child's use of one limit as its parent sees it: the newest counters of the current boot and
 * the rates read from them. Not thread-safe.
 */
final class Meter {
  private static final double MILLI = 1_000;

  /** Who was not refused anything for so long and then is, has just run short. */
  private static final long PLENTY_NANOS = 1_000_000_000;

  /** The interval of reports, a little less. */
  private static final long REPORT_NANOS = 90_000_000;

  private static final double DEVIATIONS = 4;

  private final RateWindow offered = new RateWindow();
  private final RateWindow admitted = new RateWindow();
  private Usage newest;
  private int missedReports;
  private boolean hasRunShort;
  private Steps.@Nullable Test stepped;
  private @Nullable Long refusedNanos;

  /** Starts from what the boot had counted when first heard of. */
  Meter(Usage baseline, long nanos, Steps steps) {
    newest = baseline;
    sample(nanos, steps);
  }

  static Meter fromZero(LimitKey key, long nanos, Steps steps) {
    return new Meter(new Usage(key, 0, 0), nanos, steps);
  }

  /** Takes newer counters in; returns by how much they grew. */
  Usage advance(Usage usage, long nanos, Steps steps) {
    Usage merged = newest.merge(usage);
    Usage growth =
        new Usage(
            newest.key(),
            merged.offeredMilli() - newest.offeredMilli(),
            merged.admittedMilli() - newest.admittedMilli(),
            merged.returnedMilli() - newest.returnedMilli());
    newest = merged;
    missedReports = 0;
    boolean refused = growth.offeredMilli() > growth.admittedMilli();
    hasRunShort = refused && (refusedNanos == null || nanos - refusedNanos > PLENTY_NANOS);
    refusedNanos = refused ? Long.valueOf(nanos) : refusedNanos;
    sample(nanos, steps);
    return growth;
  }

  /**
   * A report that does not name the limit says that nothing changed.
   *
   * @return how many in a row did not
   */
  int unchanged(long nanos, Steps steps) {
    sample(nanos, steps);
    return ++missedReports;
  }

  long offeredPerSecondMilli() {
    return offered.perSecond();
  }

  long admittedPerSecondMilli() {
    return admitted.perSecond();
  }

  /** What is asked for: the mean of two seconds, or since it stepped. */
  long demandPerSecondMilli() {
    return offered.steadily();
  }

  /**
   * Whether the newest counters say that it was refused something, for the first time in a while.
   */
  boolean hasRunShort() {
    return hasRunShort;
  }

  /** How much was refused lately, per second. */
  long shortPerSecondMilli() {
    return Math.max(0, offered.over(REPORT_NANOS) - admitted.over(REPORT_NANOS));
  }

  /**
   * Forgets what was before demand stepped. A long mean alone is late after a step; a short one
   * alone takes every peak for demand and strands what it gets. So a step must be certain: beyond
   * what chance explains (Poisson), and by the percentage of {@code steps}.
   */
  private void step(Steps steps) {
    if (stepped != null) {
      // It came somewhere within the span that showed it; what followed tells more.
      offered.forgetBefore(stepped.spanNanos());
      stepped = null;
      return;
    }
    for (Steps.Test test : steps.tests()) {
      if (isCertain(test)) {
        offered.forgetBefore(test.spanNanos());
        stepped = test;
        return;
      }
    }
  }

  private boolean isCertain(Steps.Test test) {
    long mean = offered.steadily();
    double perSecond = 1e9 / test.spanNanos();
    double chance = DEVIATIONS * MILLI * Math.sqrt(perSecond * Math.max(mean, MILLI) / MILLI);
    double certain = Math.max(mean / 100.0 * test.percent(), chance);
    return (double) Math.abs(offered.over(test.spanNanos()) - mean) > certain;
  }

  private void sample(long nanos, Steps steps) {
    offered.add(nanos, newest.offeredMilli());
    step(steps);
    admitted.add(nanos, newest.admittedMilli());
  }
}
