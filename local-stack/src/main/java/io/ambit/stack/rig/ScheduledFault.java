package io.ambit.stack.rig;

import java.time.Duration;

/**
 * A fault and its time.
 *
 * @param after the start of its round
 */
public record ScheduledFault(Fault fault, Duration after, Duration lasts) {
  /** From the start of its round. */
  Duration end() {
    return after.plus(lasts);
  }

  @Override
  public String toString() {
    return "after %.1f s for %.1f s: %s"
        .formatted(after.toMillis() / 1000.0, lasts.toMillis() / 1000.0, fault.what());
  }
}
