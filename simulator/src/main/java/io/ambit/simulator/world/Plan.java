package io.ambit.simulator.world;

import io.ambit.simulator.bus.Link.Weather;

/**
 * What a world consists of.
 *
 * @param replicas how many processes may own each region, and the arbiter
 * @param edgeNanos one way between an edge and its region, through the log between them
 * @param regionNanos one way between a region and the arbiter
 * @param weather what becomes of reports and grants, beyond what a log would do to them
 * @param clocks how wrong they are
 * @param arrivalNanos how often users come in
 * @param bytes whether control traffic is counted in bytes
 * @param slowDisks whether disks now and then take a second for a write
 */
public record Plan(
    long seed,
    int regions,
    int edgesPerRegion,
    int replicas,
    long edgeNanos,
    long regionNanos,
    Weather weather,
    Clocks clocks,
    long arrivalNanos,
    boolean bytes,
    boolean slowDisks) {
  private static final long MILLI = 1_000_000;

  /** Clocks that drift, everything in order otherwise, 10 ms and 50 ms one way. */
  public static Plan of(long seed, int regions, int edgesPerRegion) {
    return new Plan(
        seed,
        regions,
        edgesPerRegion,
        1,
        10 * MILLI,
        50 * MILLI,
        Weather.FAIR,
        Clocks.ANY,
        5 * MILLI,
        false,
        false);
  }

  public Plan delays(long edgeMillis, long regionMillis) {
    return new Plan(
        seed,
        regions,
        edgesPerRegion,
        replicas,
        edgeMillis * MILLI,
        regionMillis * MILLI,
        weather,
        clocks,
        arrivalNanos,
        bytes,
        slowDisks);
  }

  public Plan replicas(int each) {
    return new Plan(
        seed,
        regions,
        edgesPerRegion,
        each,
        edgeNanos,
        regionNanos,
        weather,
        clocks,
        arrivalNanos,
        bytes,
        slowDisks);
  }

  public Plan weather(Weather now) {
    return new Plan(
        seed,
        regions,
        edgesPerRegion,
        replicas,
        edgeNanos,
        regionNanos,
        now,
        clocks,
        arrivalNanos,
        bytes,
        slowDisks);
  }

  public Plan arrivals(long millis) {
    return new Plan(
        seed,
        regions,
        edgesPerRegion,
        replicas,
        edgeNanos,
        regionNanos,
        weather,
        clocks,
        millis * MILLI,
        bytes,
        slowDisks);
  }

  /** Counts bytes. */
  public Plan metered() {
    return new Plan(
        seed,
        regions,
        edgesPerRegion,
        replicas,
        edgeNanos,
        regionNanos,
        weather,
        clocks,
        arrivalNanos,
        true,
        slowDisks);
  }

  public Plan clocks(Clocks now) {
    return new Plan(
        seed,
        regions,
        edgesPerRegion,
        replicas,
        edgeNanos,
        regionNanos,
        weather,
        now,
        arrivalNanos,
        bytes,
        slowDisks);
  }

  public Plan slowDisks(boolean now) {
    return new Plan(
        seed,
        regions,
        edgesPerRegion,
        replicas,
        edgeNanos,
        regionNanos,
        weather,
        clocks,
        arrivalNanos,
        bytes,
        now);
  }
}
