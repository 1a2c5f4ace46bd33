package io.ambit.edge.core;

import io.ambit.model.WriteHome;

/**
 * Where writes of a tenant belong, as this edge sees it.
 *
 * @param region where they are to go
 * @param here whether edges of this region are to admit them
 * @param epoch under which they are admitted: what the store behind checks
 * @param worthWaiting a move that concerns this region is about to end
 */
public record HomeRule(
    String region, boolean here, long epoch, WriteHome.State state, boolean worthWaiting) {

  /** As an edge of {@code region} sees it. */
  static HomeRule of(WriteHome home, String region) {
    return new HomeRule(
        home.owner(),
        home.admits(region),
        home.epoch(),
        home.state(),
        home.isWorthWaitingIn(region));
  }
}
