package io.ambit.simulator.world;

import io.ambit.simulator.engine.Dice;

/**
 * Who asks one edge for one tenant: so many requests a second as the demand says, each of {@code
 * cost} units. Requests come evenly or, as crowds do, at random (Poisson, drawn by time).
 */
final class Users {
  private final String tenant;
  private final long tenantKey;
  private final long cost;
  private final World.Demand demand;
  private final boolean random;
  private boolean followsRoutes = true;
  private double owed;
  private long drawn;

  Users(String tenant, long cost, boolean random, World.Demand demand) {
    this.tenant = tenant;
    this.tenantKey = Dice.key(tenant);
    this.cost = cost;
    this.random = random;
    this.demand = demand;
  }

  /** They go where they please, whatever they are told. */
  Users heedless() {
    followsRoutes = false;
    return this;
  }

  /** Whether they go where an edge sends them. */
  boolean followsRoutes() {
    return followsRoutes;
  }

  String tenant() {
    return tenant;
  }

  long cost() {
    return cost;
  }

  long arrivals(Dice dice, long who, long sinceNanos, long untilNanos) {
    double expected = demand.perSecond(untilNanos) * (untilNanos - sinceNanos) / 1e9;
    if (expected <= 0) {
      return 0;
    }
    if (random) {
      return poisson(dice, who ^ tenantKey, expected);
    }
    owed += expected;
    long due = (long) owed;
    owed -= due;
    return due;
  }

  /** By counting arrivals one by one when few are expected, by its normal limit when many are. */
  private long poisson(Dice dice, long who, double expected) {
    if (expected > 30) {
      double u = Math.max(1e-12, dice.unit(who, 1, ++drawn));
      double v = dice.unit(who, 2, drawn);
      double normal = Math.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * v);
      return Math.max(0, Math.round(expected + normal * Math.sqrt(expected)));
    }
    double limit = StrictMath.exp(-expected);
    double product = dice.unit(who, 3, ++drawn);
    long count = 0;
    while (product > limit) {
      count++;
      product *= dice.unit(who, 3, ++drawn);
    }
    return count;
  }
}
