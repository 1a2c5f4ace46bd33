package io.ambit.failover;

import io.ambit.model.Bounds;
import io.ambit.model.Names;
import org.jspecify.annotations.Nullable;

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
 * @param refusal the newest spill table that a region keeps from its edges; null if that is in
 *     force, and of an edge
 */
public record Traffic(
    String node,
    Demand demand,
    long provenPerSecond,
    long succeeded,
    long failed,
    long backendsWell,
    long backends,
    @Nullable TableRefusal refusal) {
  public Traffic {
    Names.require("node", node);
    Bounds.require("provenPerSecond", provenPerSecond, 0, Demand.MOST);
    Bounds.require("succeeded", succeeded, 0, Demand.MOST);
    Bounds.require("failed", failed, 0, Demand.MOST);
    Bounds.require("backendsWell", backendsWell, 0, Demand.MOST);
    Bounds.require("backends", backends, backendsWell, Demand.MOST);
  }

  /** Of who keeps no table from anybody. */
  public Traffic(
      String node,
      Demand demand,
      long provenPerSecond,
      long succeeded,
      long failed,
      long backendsWell,
      long backends) {
    this(node, demand, provenPerSecond, succeeded, failed, backendsWell, backends, null);
  }

  /** The same, as {@code other} says it. */
  public Traffic as(String other) {
    return new Traffic(other, demand, provenPerSecond, succeeded, failed, backendsWell, backends);
  }

  /** The same of who keeps that table from its edges. */
  public Traffic refusing(@Nullable TableRefusal table) {
    return new Traffic(
        node, demand, provenPerSecond, succeeded, failed, backendsWell, backends, table);
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
