package io.ambit.model;

/**
 * What one region is guaranteed of a limit and may have at most, in the limit's units per window,
 * and what it borrows from and lends to other regions.
 */
public record RegionBounds(long guaranteed, long ceiling, Lending lending) {
  public RegionBounds {
    Bounds.require("guaranteed", guaranteed, 0, Limit.MAX_UNITS);
    Bounds.require("ceiling", ceiling, Math.max(1, guaranteed), Limit.MAX_UNITS);
  }

  /** A region that borrows and lends whatever there is. */
  public RegionBounds(long guaranteed, long ceiling) {
    this(guaranteed, ceiling, Lending.FREE);
  }

  /** The most it may have, borrowed or not. */
  public long most() {
    return Math.min(ceiling, lending.most(guaranteed));
  }

  /** What it has whether it asks for it or not. */
  public long reserved() {
    return lending.reserved(guaranteed);
  }
}
