package io.ambit.failover;

import io.ambit.model.Bounds;
import io.ambit.model.Names;

/**
 * What users ask of an edge or a region, and how what is behind it does. Soft state: said again
 * every second, and the newest alone counts.
 *
 * @param node who says so
 * @param demand requests per second of its own users, wherever they are sent
 * @param provenPerSecond what its backends were seen to take at most; 0 if they never came to that
 * @param succeeded requests to its own backends that came back well in the last second or so
 * @param failed the others
 * @param backendsWell of its backends, how many requests are sent to
 * @param backends all of them
 */
public record Traffic(
    String node,
    Demand demand,
    long provenPerSecond,
    long succeeded,
    long failed,
    long backendsWell,
    long backends) {
  public Traffic {
    Names.require("node", node);
    Bounds.require("provenPerSecond", provenPerSecond, 0, Demand.MOST);
    Bounds.require("succeeded", succeeded, 0, Demand.MOST);
    Bounds.require("failed", failed, 0, Demand.MOST);
    Bounds.require("backendsWell", backendsWell, 0, Demand.MOST);
    Bounds.require("backends", backends, backendsWell, Demand.MOST);
  }

  /** The same, as {@code other} says it. */
  public Traffic as(String other) {
    return new Traffic(other, demand, provenPerSecond, succeeded, failed, backendsWell, backends);
  }

  /** Nothing is known of it. */
  public static Traffic none(String node) {
    return new Traffic(node, Demand.NONE, 0, 0, 0, 0, 0);
  }

  /** Both together, under this one's name. What one of them is not known to take, both are not. */
  public Traffic plus(Traffic other) {
    return new Traffic(
        node,
        demand.plus(other.demand),
        provenPerSecond == 0 || other.provenPerSecond == 0
            ? 0
            : provenPerSecond + other.provenPerSecond,
        succeeded + other.succeeded,
        failed + other.failed,
        backendsWell + other.backendsWell,
        backends + other.backends);
  }
}
