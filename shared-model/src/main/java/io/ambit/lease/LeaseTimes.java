package io.ambit.lease;

import io.ambit.model.Bounds;
import io.ambit.usage.Steps;

/**
 * When a parent gives, in milliseconds.
 *
 * @param ttlMillis how long a lease is fresh
 * @param renewMillis how old an unchanged grant gets before it is given anew
 * @param silentMillis how long a child may be silent and still take part in sharing
 * @param steps when demand is followed before its mean has
 * @param turnMillis how long a child keeps its turn where a limit is too small for all
 * @param kept whether children may keep a lease past its end by vows of each other: regions do,
 *     edges do not speak to each other
 * @param linesPerSecond how many changed leases a child is told of per second, while it has more
 *     than a few; the others keep what they were last told
 */
public record LeaseTimes(
    long ttlMillis,
    long renewMillis,
    long silentMillis,
    Steps steps,
    long turnMillis,
    boolean kept,
    long linesPerSecond) {
  public static final LeaseTimes EDGE =
      new LeaseTimes(3_000, 1_000, 1_000, Steps.OF_EDGES, 60_000, false, 800);
  public static final LeaseTimes REGION =
      new LeaseTimes(10_000, 1_000, 1_500, Steps.OF_REGIONS, 300_000, true, 1_000);

  public LeaseTimes {
    Bounds.require("ttlMillis", ttlMillis, 10, LeaseGrant.MAX_HOLD_MILLIS);
    Bounds.require("renewMillis", renewMillis, 1, ttlMillis / 2);
    Bounds.require("silentMillis", silentMillis, 1, ttlMillis);
    Bounds.require("turnMillis", turnMillis, 1, LeaseGrant.MAX_HOLD_MILLIS);
  }

  long turnNanos() {
    return Durations.ofMillis(turnMillis);
  }
}
