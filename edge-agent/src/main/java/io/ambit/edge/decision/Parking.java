package io.ambit.edge.decision;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Where writes wait while their tenant's home moves, since that is over in a moment: at most
 * {@value #PLACES} at once, each on the thread that brought it; others are answered at once. Every
 * table the gate decides by wakes all, and who still has to wait waits on. Thread-safe.
 */
public final class Parking {
  static final int PLACES = 64;

  private final Semaphore places = new Semaphore(PLACES);
  private volatile CompletableFuture<Void> next = new CompletableFuture<>();

  /** The gate decides by another table. Waits for nobody. */
  public void wake() {
    CompletableFuture<Void> now = next;
    next = new CompletableFuture<>();
    now.complete(null);
  }

  /** Waits while {@code moving}, until {@code untilNanos} on this process's monotonic clock. */
  void await(BooleanSupplier moving, long untilNanos) {
    if (!moving.getAsBoolean() || !places.tryAcquire()) {
      return;
    }
    try {
      for (CompletableFuture<Void> table = next; moving.getAsBoolean(); table = next) {
        table.get(untilNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
    } catch (TimeoutException over) {
      // The answer says when to come back.
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException never) {
      throw new IllegalStateException(never);
    } finally {
      places.release();
    }
  }
}
