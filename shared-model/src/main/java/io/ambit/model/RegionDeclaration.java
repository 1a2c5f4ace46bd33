package io.ambit.model;

/**
 * What an operator declares about a region.
 *
 * @param capacityPerSecond requests per second it can take of all tenants together: what it holds
 *     of rate limits in {@link Limit#REQUESTS} is never more; 0 means not declared
 * @param turnedDown the id of what the arbiter proposed for it and nobody wants, until the region
 *     was well again or is declared anew; empty if nothing was turned down
 */
public record RegionDeclaration(
    long capacityPerSecond, long weight, AdminState adminState, String turnedDown)
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
    Texts.require("turnedDown", turnedDown);
  }

  /** Of a region of which nothing was turned down. */
  public RegionDeclaration(long capacityPerSecond, long weight, AdminState adminState) {
    this(capacityPerSecond, weight, adminState, "");
  }

  /** The same region, declared anew to be in another state, or in the same. */
  public RegionDeclaration as(AdminState state) {
    return new RegionDeclaration(capacityPerSecond, weight, state);
  }

  /** The same region as it is, of which a proposal is turned down. */
  public RegionDeclaration turningDown(String proposal) {
    return new RegionDeclaration(capacityPerSecond, weight, adminState, proposal);
  }
}
