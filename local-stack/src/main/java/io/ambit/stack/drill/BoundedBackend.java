package io.ambit.stack.drill;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A small real HTTP server in this process that can do so much and no more: each of its workers
 * serves one request at a time for a fixed while, so it answers {@code workers / serviceTime}
 * requests a second. The others queue, first come first served; who would wait longer than the
 * bound is answered 503 at once. Whoever hung up meanwhile is served all the same, as most servers
 * do. Failing, it answers 500 at once to all but probes. Thread-safe.
 *
 * <p>When a worker is free again is reckoned and not measured, so that sleeping too long now and
 * then does not lessen what it can do.
 */
final class BoundedBackend extends LoopbackBackend {
  static final String PROBE = "/health";

  private static final int BACKLOG = 1_000;

  private final long serviceNanos;
  private final long longestWaitNanos;
  private final PriorityQueue<Long> freeNanos;
  private final AtomicLong asked = new AtomicLong();
  private volatile boolean failing;

  /**
   * Starts it.
   *
   * @param workers at least 1
   * @param serviceMillis how long a request keeps a worker
   * @param longestWaitMillis how long a request may be going to queue
   */
  BoundedBackend(String id, int workers, long serviceMillis, long longestWaitMillis)
      throws IOException {
    super(id, BACKLOG);
    this.serviceNanos = TimeUnit.MILLISECONDS.toNanos(serviceMillis);
    this.longestWaitNanos = TimeUnit.MILLISECONDS.toNanos(longestWaitMillis);
    this.freeNanos = new PriorityQueue<>(workers, (a, b) -> Long.signum(a - b));
    long now = System.nanoTime();
    for (int i = 0; i < workers; i++) {
      freeNanos.add(now);
    }
    start(Map.of(PROBE, exchange -> answer(exchange, 200), "/", this::serve));
  }

  /** How many requests reached it, probes aside. */
  long asked() {
    return asked.get();
  }

  /** Whether all fail from now on. */
  void failing(boolean now) {
    failing = now;
  }

  private void serve(HttpExchange exchange) throws IOException {
    boolean fails = failing;
    long wait = fails ? -1 : take(System.nanoTime());
    asked.incrementAndGet();
    if (wait < 0) {
      answer(exchange, fails ? 500 : 503);
      return;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(wait);
      answer(exchange, 200);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      exchange.close();
    }
  }

  /** Queues for a worker; returns how long until it is done, or -1 if the queue is full. */
  private synchronized long take(long now) {
    long free = freeNanos.remove();
    long wait = Math.max(0, free - now);
    boolean room = wait <= longestWaitNanos;
    freeNanos.add(room ? now + wait + serviceNanos : free);
    return room ? wait + serviceNanos : -1;
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, -1);
    }
  }
}
