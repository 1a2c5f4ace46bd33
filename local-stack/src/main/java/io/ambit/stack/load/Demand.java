package io.ambit.stack.load;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One tenant's demand: request number n is due n/rate seconds after the start, and is sent then or,
 * if this thread was late, at once. A demand that is paced starts over with each new rate, and
 * holds back while too much is open; what it would have offered meanwhile is not made up for.
 * Thread-safe.
 */
public final class Demand implements AutoCloseable {
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LOOKS_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Edges edges;
  private final String tenant;
  private final byte[] body;
  private final Thread thread;
  private volatile Pace pace;
  private volatile Shares shares;
  private volatile long heldNanos;
  private volatile boolean ended;

  /**
   * How fast it goes.
   *
   * @param mostOpen requests to all edges under way, of all demands; with more, none is offered
   */
  private record Pace(int ratePerSecond, int mostOpen) {
    Pace {
      if (ratePerSecond < 1) {
        throw new IllegalArgumentException(
            "ratePerSecond: %d (expected: > 0)".formatted(ratePerSecond));
      }
    }

    /** Exact for any n: whole seconds apart, so that nothing overflows. */
    long dueAfter(long n) {
      return n / ratePerSecond * SECOND_NANOS + n % ratePerSecond * SECOND_NANOS / ratePerSecond;
    }
  }

  Demand(Edges edges, String tenant, int ratePerSecond, Shares shares) {
    this.edges = edges;
    this.tenant = tenant;
    this.body = "{\"tenant\":\"%s\"}".formatted(tenant).getBytes(StandardCharsets.UTF_8);
    this.pace = new Pace(ratePerSecond, Integer.MAX_VALUE);
    this.shares = checked(shares);
    this.thread = Thread.ofPlatform().daemon().name("demand-" + tenant).unstarted(this::run);
  }

  Demand start() {
    thread.start();
    return this;
  }

  /** Spreads the demand otherwise from the next request on. */
  public void shift(Shares to) {
    shares = checked(to);
  }

  /**
   * Goes on at another rate, and only while so little is open.
   *
   * @param mostOpen requests to all edges under way, of all demands
   */
  public void pace(int ratePerSecond, int mostOpen) {
    pace = new Pace(ratePerSecond, mostOpen);
  }

  /** For how long it offered nothing since the start, because too much was open. */
  public long heldNanos() {
    return heldNanos;
  }

  /** Offers nothing more; requests under way are still answered. */
  @Override
  public void close() {
    ended = true;
    LockSupport.unpark(thread);
  }

  private Shares checked(Shares candidate) {
    if (candidate.weights().size() != edges.count()) {
      throw new IllegalArgumentException(
          "weights: %s (expected: %d)".formatted(candidate.weights(), edges.count()));
    }
    return candidate;
  }

  private void run() {
    Spread spread = new Spread(shares);
    Pace now = pace;
    long startNanos = System.nanoTime();
    long n = 0;
    while (!ended) {
      if (!pace.equals(now) || isHeldBack()) {
        now = pace;
        startNanos = System.nanoTime();
        n = 0;
      }
      long dueNanos = startNanos + now.dueAfter(n++);
      awaitTime(dueNanos);
      if (!shares.equals(spread.shares())) {
        spread = new Spread(shares);
      }
      edges.ask(spread.next(), tenant, body, dueNanos);
    }
  }

  /** Waits while too much is open; returns whether it had to. */
  private boolean isHeldBack() {
    if (edges.open() <= pace.mostOpen()) {
      return false;
    }
    long fromNanos = System.nanoTime();
    long before = heldNanos;
    while (!ended && edges.open() > pace.mostOpen()) {
      LockSupport.parkNanos(LOOKS_AGAIN_NANOS);
      heldNanos = before + System.nanoTime() - fromNanos;
    }
    return true;
  }

  private void awaitTime(long dueNanos) {
    for (long left = dueNanos - System.nanoTime();
        left > 0 && !ended;
        left = dueNanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
