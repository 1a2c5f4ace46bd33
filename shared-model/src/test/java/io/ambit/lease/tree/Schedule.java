package io.ambit.lease.tree;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * True time, and what happens when. Events of one instant happen in the order they were planned.
 */
final class Schedule {
  private record Event(long nanos, long order, Runnable action) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::nanos).thenComparingLong(Event::order));
  private long nowNanos;
  private long planned;

  long nowNanos() {
    return nowNanos;
  }

  void in(long nanos, Runnable action) {
    events.add(new Event(nowNanos + nanos, planned++, action));
  }

  void runUntil(long endNanos) {
    while (!events.isEmpty() && events.peek().nanos() <= endNanos) {
      Event next = events.remove();
      nowNanos = next.nanos();
      next.action().run();
    }
    nowNanos = endNanos;
  }
}
