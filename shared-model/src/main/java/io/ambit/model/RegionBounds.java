package io.ambit.model;

/**
 * What one region is guaranteed of a limit and may have at most, in the limit's units per window.
 */
public record RegionBounds(long guaranteed, long ceiling) {
  public RegionBounds {
    Bounds.require("guaranteed", guaranteed, 0, Limit.MAX_UNITS);
    Bounds.require("ceiling", ceiling, Math.max(1, guaranteed), Limit.MAX_UNITS);
  }
}
