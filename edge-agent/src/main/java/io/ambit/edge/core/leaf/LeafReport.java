package io.ambit.edge.core.leaf;

import io.ambit.model.Bounds;
import io.ambit.model.Limit;
import io.ambit.model.Names;

/**
 * What a leaf did since it last said so.
 *
 * @param allowed requests, 0 to 10⁹
 * @param denied requests, 0 to 10⁹
 */
public record LeafReport(LeafId leaf, String tenant, long allowed, long denied) {
  public LeafReport {
    Names.require("tenant", tenant);
    Bounds.require("allowed", allowed, 0, Limit.MAX_UNITS);
    Bounds.require("denied", denied, 0, Limit.MAX_UNITS);
  }

  long admittedMilli() {
    return allowed * Limit.MILLI;
  }

  long offeredMilli() {
    return (allowed + denied) * Limit.MILLI;
  }
}
