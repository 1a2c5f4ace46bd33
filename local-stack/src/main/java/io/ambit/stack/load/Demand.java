package io.ambit.stack.load;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One tenant's demand: request number n is due n/rate seconds after the start, and is sent then or,
 * if this thread was late, at once. Thread-safe.
 */
public final class Demand implements AutoCloseable {
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Edges edges;
  private final String tenant;
  private final byte[] body;
  private final int ratePerSecond;
  private final Thread thread;
  private volatile Shares shares;
  private volatile boolean ended;

  Demand(Edges edges, String tenant, int ratePerSecond, Shares shares) {
    if (ratePerSecond < 1) {
      throw new IllegalArgumentException(
          "ratePerSecond: %d (expected: > 0)".formatted(ratePerSecond));
    }
    this.edges = edges;
    this.tenant = tenant;
    this.body = "{\"tenant\":\"%s\"}".formatted(tenant).getBytes(StandardCharsets.UTF_8);
    this.ratePerSecond = ratePerSecond;
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
    long startNanos = System.nanoTime();
    Spread spread = new Spread(shares);
    for (long n = 0; !ended; n++) {
      long dueNanos = startNanos + dueAfter(n);
      awaitTime(dueNanos);
      if (!shares.equals(spread.shares())) {
        spread = new Spread(shares);
      }
      edges.ask(spread.next(), tenant, body, dueNanos);
    }
  }

  /** Exact for any n: whole seconds apart, so that nothing overflows. */
  private long dueAfter(long n) {
    return n / ratePerSecond * SECOND_NANOS + n % ratePerSecond * SECOND_NANOS / ratePerSecond;
  }

  private void awaitTime(long dueNanos) {
    for (long left = dueNanos - System.nanoTime();
        left > 0 && !ended;
        left = dueNanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
