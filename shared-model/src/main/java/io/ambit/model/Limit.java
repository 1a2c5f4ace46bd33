package io.ambit.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One limit of a budget: {@code quota} units per {@code windowSeconds}, and at most {@code burst}
 * units at once beyond that.
 *
 * <p>Ranges: quota 1 to 10⁹ units; windowSeconds 1 to 86,400; burst 1 to 10⁹; guaranteed 0 to
 * quota; ceiling guaranteed to quota; weight 1 to 10⁶. Guaranteed and ceiling count in quota's unit
 * per window.
 */
public record Limit(
    String name,
    String unit,
    long quota,
    long windowSeconds,
    long burst,
    long guaranteed,
    long ceiling,
    long weight,
    SortedMap<String, RegionBounds> regions) {

  /** The most units a quota, a burst or a request's cost may have. */
  public static final long MAX_UNITS = 1_000_000_000;

  public static final long MAX_WINDOW_SECONDS = 86_400;
  public static final long MAX_WEIGHT = 1_000_000;
  public static final int MAX_REGIONS = 256;

  /** How many milli-units make a unit. */
  public static final long MILLI = 1_000;

  public Limit {
    Names.require("name", name);
    Names.require("unit", unit);
    Bounds.require("quota", quota, 1, MAX_UNITS);
    Bounds.require("windowSeconds", windowSeconds, 1, MAX_WINDOW_SECONDS);
    Bounds.require("burst", burst, 1, MAX_UNITS);
    Bounds.require("guaranteed", guaranteed, 0, quota);
    Bounds.require("ceiling", ceiling, Math.max(1, guaranteed), quota);
    Bounds.require("weight", weight, 1, MAX_WEIGHT);
    Bounds.require("regions", regions.size(), 0, MAX_REGIONS);
    regions.keySet().forEach(region -> Names.require("region", region));
    regions = Collections.unmodifiableSortedMap(new TreeMap<>(regions));
  }

  /** A limit of {@code quota} per second with nothing else said. */
  public static Limit perSecond(String name, long quota, long burst) {
    return new Limit(name, name, quota, 1, burst, 0, quota, 1, new TreeMap<>());
  }

  /** The burst of a limit that names none: 250 ms of its rate, at least one unit. */
  public static long defaultBurst(long quota, long windowSeconds) {
    return Math.max(1, quota / (4 * windowSeconds));
  }

  /** The rate L in milli-units per second, rounded down. */
  public long rateMilli() {
    return perSecondMilli(quota);
  }

  /** The burst B in milli-units. */
  public long depthMilli() {
    return burst * MILLI;
  }

  /** A count per window as milli-units per second, rounded down. */
  public long perSecondMilli(long unitsPerWindow) {
    return unitsPerWindow * MILLI / windowSeconds;
  }

  /**
   * What {@code region} is guaranteed and may have at most; the whole limit where nothing is said.
   */
  public RegionBounds boundsIn(String region) {
    return regions.getOrDefault(region, new RegionBounds(0, ceiling));
  }
}
