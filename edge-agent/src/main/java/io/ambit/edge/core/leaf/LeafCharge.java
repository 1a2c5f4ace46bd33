package io.ambit.edge.core.leaf;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What one leaf may still be using: of every bucket it was ever told to fill and that is not surely
 * over, the largest rate, because one at a time is in force; and the sum of the depths, because
 * each was paid for when it was told, and tokens of the one are used before those of the next. Not
 * thread-safe. Holds at most {@value #MOST}.
 */
final class LeafCharge {
  static final int MOST = 16;

  private final Deque<Told> told = new ArrayDeque<>();

  private record Told(long rateMilli, long depthMilli, long untilNanos) {}

  /** Whether one more bucket may be told. */
  boolean hasRoom() {
    return told.size() < MOST;
  }

  void add(long rateMilli, long depthMilli, long untilNanos) {
    if (!hasRoom()) {
      throw new IllegalStateException("told: %d buckets (expected: fewer)".formatted(told.size()));
    }
    told.addLast(new Told(rateMilli, depthMilli, untilNanos));
  }

  /** The newest bucket is told again. */
  void extend(long untilNanos) {
    Told newest = told.removeLast();
    told.addLast(
        new Told(
            newest.rateMilli(), newest.depthMilli(), Math.max(newest.untilNanos(), untilNanos)));
  }

  /** Ends what is over; returns whether that was anything. */
  boolean expire(long nowNanos) {
    return told.removeIf(each -> nowNanos - each.untilNanos() >= 0);
  }

  long rateMilli() {
    return told.stream().mapToLong(Told::rateMilli).max().orElse(0);
  }

  long depthMilli() {
    return told.stream().mapToLong(Told::depthMilli).sum();
  }

  /** When all of it is over; {@code nowNanos} if it is. */
  long untilNanos(long nowNanos) {
    long until = nowNanos;
    for (Told each : told) {
      until = each.untilNanos() - until > 0 ? each.untilNanos() : until;
    }
    return until;
  }

  boolean isEmpty() {
    return told.isEmpty();
  }
}
