package io.ambit.usage;

import io.ambit.model.LimitKey;

/**
 * One child's use of one limit as its parent sees it: the newest counters of the current boot and
 * the rates read from them. Not thread-safe.
 */
final class Meter {
  private static final double MILLI = 1_000;

  private final RateWindow offered = new RateWindow();
  private final RateWindow admitted = new RateWindow();
  private Usage newest;
  private int missedReports;

  /** Starts from what the boot had counted when first heard of. */
  Meter(Usage baseline, long nanos) {
    newest = baseline;
    sample(nanos);
  }

  static Meter fromZero(LimitKey key, long nanos) {
    return new Meter(new Usage(key, 0, 0), nanos);
  }

  /** Takes newer counters in; returns by how much they grew. */
  Usage advance(Usage usage, long nanos) {
    Usage merged = newest.merge(usage);
    Usage growth =
        new Usage(
            newest.key(),
            merged.offeredMilli() - newest.offeredMilli(),
            merged.admittedMilli() - newest.admittedMilli(),
            merged.returnedMilli() - newest.returnedMilli());
    newest = merged;
    missedReports = 0;
    sample(nanos);
    return growth;
  }

  /**
   * A report that does not name the limit says that nothing changed.
   *
   * @return how many in a row did not
   */
  int unchanged(long nanos) {
    sample(nanos);
    return ++missedReports;
  }

  long offeredPerSecondMilli() {
    return offered.perSecond();
  }

  long admittedPerSecondMilli() {
    return admitted.perSecond();
  }

  /**
   * The mean over two seconds, unless demand has certainly changed since: by three standard
   * deviations of what comes at random (Poisson), and by {@code stepPercent}. A long mean alone is
   * late after a step; a short one alone takes every peak for demand and strands what it gets.
   */
  long demandPerSecondMilli(int stepPercent) {
    long mean = offered.steadily();
    long lately = offered.lately();
    double chance = 3 * MILLI * Math.sqrt(4.0 * mean / MILLI);
    double certain = Math.max(mean / 100.0 * stepPercent, chance);
    return Math.abs(lately - mean) > certain ? lately : mean;
  }

  /** How much was refused lately, per second. */
  long shortPerSecondMilli() {
    return Math.max(0, offered.lately() - admitted.lately());
  }

  private void sample(long nanos) {
    offered.add(nanos, newest.offeredMilli());
    admitted.add(nanos, newest.admittedMilli());
  }
}
