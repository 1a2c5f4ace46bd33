package io.ambit.global.door.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/** Requests that wait for the core's reply, at most {@value #MOST}. Thread-safe. */
final class Pending<R> {
  static final int MOST = 1_024;

  /** Longer than the core's own, so that it is the core that says what is known. */
  private static final long PATIENCE_MILLIS = 6_000;

  private final R busy;
  private final R unknown;
  private final AtomicLong ids = new AtomicLong();
  private final ConcurrentMap<Long, CompletableFuture<R>> waiting = new ConcurrentHashMap<>();

  /**
   * @param busy the reply where too many wait, or the core takes nothing in
   * @param unknown the reply where the core gave none in time
   */
  Pending(R busy, R unknown) {
    this.busy = busy;
    this.unknown = unknown;
  }

  /**
   * Asks, and waits for what becomes of it.
   *
   * @param offer hands the core a request of the given id; false if it takes none
   */
  R want(LongPredicate offer) {
    long id = ids.incrementAndGet();
    CompletableFuture<R> reply = new CompletableFuture<>();
    if (waiting.size() >= MOST) {
      return busy;
    }
    waiting.put(id, reply);
    if (!offer.test(id)) {
      waiting.remove(id);
      return busy;
    }
    return await(id, reply);
  }

  private R await(long id, CompletableFuture<R> reply) {
    try {
      return reply.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException silent) {
      return unknown;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return unknown;
    } finally {
      waiting.remove(id);
    }
  }

  /** Tells the waiting request; returns at once. */
  void answer(long id, R reply) {
    CompletableFuture<R> request = waiting.remove(id);
    if (request != null) {
      request.complete(reply);
    }
  }
}
