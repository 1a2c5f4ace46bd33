package io.ambit.model;

/**
 * What an operator declares about a region.
 *
 * @param capacityPerSecond requests per second it can take of all tenants together: what it holds
 *     of rate limits in {@link Limit#REQUESTS} is never more; 0 means not declared
 */
public record RegionDeclaration(long capacityPerSecond, long weight, AdminState adminState)
    implements PolicySpec {
  public static final RegionDeclaration DEFAULT = new RegionDeclaration(0, 1, AdminState.ACTIVE);

  /** Whether the region takes new work. */
  public enum AdminState {
    ACTIVE,
    CORDONED,
    DRAINED
  }

  public RegionDeclaration {
    Bounds.require("capacityPerSecond", capacityPerSecond, 0, Limit.MAX_UNITS);
    Bounds.require("weight", weight, 1, Limit.MAX_WEIGHT);
  }
}
