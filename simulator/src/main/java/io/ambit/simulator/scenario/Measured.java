package io.ambit.simulator.scenario;

import io.ambit.model.Limit;
import io.ambit.simulator.world.Monitor;
import io.ambit.simulator.world.World;
import java.util.function.LongPredicate;
import java.util.function.LongToDoubleFunction;

/** The figures every scenario is told by. */
final class Measured {
  static final long SECOND = 1_000_000_000;
  private static final int BAND_SLOTS = 5;
  private static final int STAY_SLOTS = 10;

  private Measured() {}

  /** Excess and tightness of every tenant's contract, and what the control traffic cost. */
  static Outcome contract(World world, long seconds) {
    double units = 0;
    double millis = 0;
    double tightness = 0;
    for (Monitor monitor : world.monitors().values()) {
      double excess = monitor.contract().excessUnits();
      units = Math.max(units, excess);
      millis = Math.max(millis, excess * 1e6 / monitor.contract().limit().rateMilli());
      tightness = Math.max(tightness, monitor.contract().tightness());
    }
    double edgeSeconds = (double) world.edges().size() * seconds;
    Outcome outcome = new Outcome();
    if (world.meter().bytes() > 0) {
      outcome.tell("bytes", world.meter().bytes() / edgeSeconds, "B/edge/s");
    }
    return outcome
        .atMost("excess", units, "units", 0)
        .tell("excessOfL", millis, "ms")
        .tell("burstUsed", tightness, "of B")
        .tell("messages", world.meter().messages() / edgeSeconds, "/edge/s")
        .traced(world.traceHash());
  }

  /**
   * How long after {@code fromNanos} the mean of half a second came within 5 % of what it should
   * be, and stayed there for a second; what was asked for at most.
   */
  static double convergenceMillis(
      Monitor monitor, long fromNanos, long untilNanos, LongToDoubleFunction perSecond) {
    long slot = Monitor.SLOT_NANOS;
    return stays(
        fromNanos + slot,
        untilNanos,
        fromNanos,
        at -> isClose(monitor, Math.max(fromNanos, at - BAND_SLOTS * slot), at, perSecond));
  }

  /**
   * How long after {@code fromNanos} it was until every half second that began was within 5 %, for
   * a second. {@link #convergenceMillis} looks back from a moment, and so counts what went before
   * it; this looks ahead.
   */
  static double settlingMillis(
      Monitor monitor, long fromNanos, long untilNanos, LongToDoubleFunction perSecond) {
    long band = BAND_SLOTS * Monitor.SLOT_NANOS;
    return stays(
        fromNanos, untilNanos - band, fromNanos, at -> isClose(monitor, at, at + band, perSecond));
  }

  /** When {@code close} began to be so at every moment for a second, in ms after {@code zero}. */
  private static double stays(long first, long last, long zero, LongPredicate close) {
    int stayed = 0;
    for (long at = first; at <= last; at += Monitor.SLOT_NANOS) {
      stayed = close.test(at) ? stayed + 1 : 0;
      if (stayed == STAY_SLOTS) {
        return (at - (STAY_SLOTS - 1) * Monitor.SLOT_NANOS - zero) / 1e6;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  private static boolean isClose(
      Monitor monitor, long since, long until, LongToDoubleFunction perSecond) {
    double mean = monitor.admitted(since, until) * 1e9 / (until - since);
    double should = perSecond.applyAsDouble(until);
    return Math.abs(mean - should) <= 0.05 * should;
  }

  static double limit(Monitor monitor) {
    return monitor.contract().limit().rateMilli() / (double) Limit.MILLI;
  }
}
