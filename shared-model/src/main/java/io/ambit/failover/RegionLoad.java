package io.ambit.failover;

import io.ambit.model.Bounds;
import io.ambit.model.Names;
import io.ambit.model.RegionDeclaration.AdminState;

/**
 * One region as traffic is moved by: what it can take, and what its own users ask of it.
 *
 * @param declaredPerSecond what operators say it can take; 0 if they do not
 * @param provenPerSecond what it was seen to take at most; 0 if it never came to that
 * @param weight its part of what is left for regions whose capacity nobody knows
 */
public record RegionLoad(
    String name,
    long declaredPerSecond,
    long provenPerSecond,
    long weight,
    AdminState adminState,
    Demand demand) {
  public RegionLoad {
    Names.require("name", name);
    Bounds.require("declaredPerSecond", declaredPerSecond, 0, Demand.MOST);
    Bounds.require("provenPerSecond", provenPerSecond, 0, Demand.MOST);
    Bounds.require("weight", weight, 1, Demand.MOST);
  }

  /** The smaller of what is declared and proven; 0 if neither is known. */
  public long capacityPerSecond() {
    if (declaredPerSecond == 0 || provenPerSecond == 0) {
      return Math.max(declaredPerSecond, provenPerSecond);
    }
    return Math.min(declaredPerSecond, provenPerSecond);
  }

  /** Whether it takes others' traffic at all. */
  public boolean receives() {
    return adminState == AdminState.ACTIVE;
  }
}
