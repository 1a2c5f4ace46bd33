package io.ambit.backend;

import io.ambit.model.Bounds;

/**
 * The latest news of a backend. Only durations travel, so that no two clocks need to agree.
 *
 * @param ttlMillis how long it counts as there from when it was renewed
 * @param ageMillis how long ago it was renewed, or left
 * @param left it said that it goes
 */
public record Sighting(Backend backend, long ttlMillis, long ageMillis, boolean left) {
  public static final long LEAST_TTL_MILLIS = 1_000;
  public static final long LONGEST_TTL_MILLIS = 3_600_000;

  public Sighting {
    Bounds.require("ttlMillis", ttlMillis, LEAST_TTL_MILLIS, LONGEST_TTL_MILLIS);
    Bounds.require("ageMillis", ageMillis, 0, Long.MAX_VALUE);
  }

  /** Of one that announces itself now. */
  public static Sighting now(Backend backend, long ttlMillis) {
    return new Sighting(backend, ttlMillis, 0, false);
  }
}
