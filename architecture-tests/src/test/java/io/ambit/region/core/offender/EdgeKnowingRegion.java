package io.ambit.region.core.offender;

import io.ambit.edge.EdgeAgent;

/** An offender: a region that knows an edge. */
public final class EdgeKnowingRegion {
  private EdgeKnowingRegion() {}

  public static Class<?> edge() {
    return EdgeAgent.class;
  }
}
