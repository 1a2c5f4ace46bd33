package io.ambit.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One limit of a budget: {@code quota} units per {@code windowSeconds}, and at most {@code burst}
 * units at once beyond that.
 *
 * <p>A window of less than an hour makes a rate limit: units arrive evenly. One of an hour or more
 * makes a period budget: so many units in each window, whenever in it they are asked for; its burst
 * is the most debt that settled requests may leave.
 *
 * <p>Ranges: quota 1 to 10⁹ units; windowSeconds 1 to 2,678,400; burst 1 to 10⁹; guaranteed 0 to
 * quota; ceiling guaranteed to quota; weight 1 to 10⁶. Guaranteed and ceiling count in quota's unit
 * per window.
 *
 * <p>Guaranteed, weight and lending say how the tenant counts against other tenants where a region
 * is short of capacity.
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
    SortedMap<String, RegionBounds> regions,
    Alignment alignment,
    Lending lending) {

  /** The unit that regions' capacity is declared in. */
  public static final String REQUESTS = "requests";

  /** The most units a quota, a burst or a request's cost may have. */
  public static final long MAX_UNITS = 1_000_000_000;

  /** From here on a limit is a period budget. */
  public static final long MIN_PERIOD_SECONDS = 3_600;

  public static final long DAY_SECONDS = 86_400;
  public static final long WEEK_SECONDS = 604_800;

  /** 31 days; aligned to the calendar it stands for a month, however long. */
  public static final long MONTH_SECONDS = 2_678_400;

  public static final long MAX_WINDOW_SECONDS = MONTH_SECONDS;
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
    Bounds.require("guaranteed + borrowingLimit", lending.most(guaranteed), 1, MAX_UNITS);
    Bounds.require("regions", regions.size(), 0, MAX_REGIONS);
    regions.keySet().forEach(region -> Names.require("region", region));
    if (alignment == Alignment.CALENDAR && !isOfTheCalendar(windowSeconds)) {
      throw new IllegalArgumentException(
          "windowSeconds: %d (expected with calendar alignment: 3600, 86400, 604800 or 2678400)"
              .formatted(windowSeconds));
    }
    regions = Collections.unmodifiableSortedMap(new TreeMap<>(regions));
  }

  /** A limit whose windows, should it be a period budget, follow no calendar. */
  public Limit(
      String name,
      String unit,
      long quota,
      long windowSeconds,
      long burst,
      long guaranteed,
      long ceiling,
      long weight,
      SortedMap<String, RegionBounds> regions) {
    this(
        name,
        unit,
        quota,
        windowSeconds,
        burst,
        guaranteed,
        ceiling,
        weight,
        regions,
        Alignment.NONE);
  }

  /** A limit that borrows and lends whatever there is. */
  public Limit(
      String name,
      String unit,
      long quota,
      long windowSeconds,
      long burst,
      long guaranteed,
      long ceiling,
      long weight,
      SortedMap<String, RegionBounds> regions,
      Alignment alignment) {
    this(
        name,
        unit,
        quota,
        windowSeconds,
        burst,
        guaranteed,
        ceiling,
        weight,
        regions,
        alignment,
        Lending.FREE);
  }

  /** Whether the calendar knows windows of that length. */
  public static boolean isOfTheCalendar(long windowSeconds) {
    return windowSeconds == MIN_PERIOD_SECONDS
        || windowSeconds == DAY_SECONDS
        || windowSeconds == WEEK_SECONDS
        || windowSeconds == MONTH_SECONDS;
  }

  /** Whether this is a period budget rather than a rate limit. */
  public boolean isPeriodic() {
    return windowSeconds >= MIN_PERIOD_SECONDS;
  }

  /** The window of a period budget that {@code epochSeconds} lies in. */
  public Period periodAt(long epochSeconds) {
    return Period.at(epochSeconds, windowSeconds, alignment);
  }

  /** The most that is ever given out of it: less than the quota if it may not borrow as much. */
  public long most() {
    return Math.min(quota, lending.most(guaranteed));
  }

  /** What it has whether it asks for it or not. */
  public long reserved() {
    return lending.reserved(guaranteed);
  }

  /** The quota in milli-units. */
  public long quotaMilli() {
    return quota * MILLI;
  }

  /** A limit of {@code quota} per second with nothing else said. */
  public static Limit perSecond(String name, long quota, long burst) {
    return new Limit(name, name, quota, 1, burst, 0, quota, 1, new TreeMap<>());
  }

  /**
   * The burst of a limit that names none: 250 ms of its rate, at least one unit; all of a period
   * budget.
   */
  public static long defaultBurst(long quota, long windowSeconds) {
    if (windowSeconds >= MIN_PERIOD_SECONDS) {
      return quota;
    }
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
