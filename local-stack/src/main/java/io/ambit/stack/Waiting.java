package io.ambit.stack;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for the world outside this JVM, which can only be asked again and again. */
final class Waiting {
  private static final long POLL_MILLIS = 100;

  private Waiting() {}

  /** Whether the condition held within the bound. */
  static boolean until(BooleanSupplier condition, Duration bound) {
    long deadline = System.nanoTime() + bound.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      pauseBriefly();
    }
    return true;
  }

  private static void pauseBriefly() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted", e);
    }
  }
}
