package io.ambit.simulator.engine;

import java.util.Arrays;

/**
 * What is to happen when, in nanoseconds of true time. What is due at the same moment happens in
 * the order it was put down. A heap of four children per node on plain arrays. Not thread-safe.
 */
public final class Agenda {
  private static final int ARITY = 4;

  private long[] dueNanos = new long[1_024];
  private long[] orders = new long[1_024];
  private Runnable[] actions = new Runnable[1_024];
  private int size;
  private long lastOrder;
  private long nowNanos;
  private long events;

  public long nowNanos() {
    return nowNanos;
  }

  /** How many events have happened. */
  public long events() {
    return events;
  }

  /** Puts {@code action} down for a time that is not over. */
  public void at(long nanos, Runnable action) {
    if (nanos < nowNanos) {
      throw new IllegalArgumentException("nanos: %d is over since %d".formatted(nanos, nowNanos));
    }
    if (size == actions.length) {
      grow();
    }
    siftUp(size++, nanos, ++lastOrder, action);
  }

  public void in(long nanos, Runnable action) {
    at(nowNanos + nanos, action);
  }

  /** Lets everything happen that is due until then. */
  public void runUntil(long nanos) {
    while (size > 0 && dueNanos[0] <= nanos) {
      nowNanos = dueNanos[0];
      Runnable next = actions[0];
      removeFirst();
      events++;
      next.run();
    }
    nowNanos = nanos;
  }

  private void siftUp(int start, long due, long order, Runnable action) {
    int i = start;
    while (i > 0) {
      int parent = (i - 1) / ARITY;
      if (!isBefore(due, order, parent)) {
        break;
      }
      move(parent, i);
      i = parent;
    }
    put(i, due, order, action);
  }

  private void removeFirst() {
    int last = --size;
    long due = dueNanos[last];
    long order = orders[last];
    Runnable action = actions[last];
    int i = 0;
    while (true) {
      int least = leastChild(i);
      if (least < 0 || isBefore(due, order, least)) {
        break;
      }
      move(least, i);
      i = least;
    }
    put(i, due, order, action);
  }

  private int leastChild(int parent) {
    int first = parent * ARITY + 1;
    if (first >= size) {
      return -1;
    }
    int least = first;
    for (int child = first + 1; child < Math.min(first + ARITY, size); child++) {
      if (isBefore(dueNanos[child], orders[child], least)) {
        least = child;
      }
    }
    return least;
  }

  private boolean isBefore(long due, long order, int i) {
    return due < dueNanos[i] || (due == dueNanos[i] && order < orders[i]);
  }

  private void move(int from, int to) {
    put(to, dueNanos[from], orders[from], actions[from]);
  }

  private void put(int i, long due, long order, Runnable action) {
    dueNanos[i] = due;
    orders[i] = order;
    actions[i] = action;
  }

  private void grow() {
    int larger = 2 * size;
    dueNanos = Arrays.copyOf(dueNanos, larger);
    orders = Arrays.copyOf(orders, larger);
    actions = Arrays.copyOf(actions, larger);
  }
}
