package io.ambit.lease;

import io.ambit.model.Bounds;
import io.ambit.model.Names;

/**
 * The epoch that a new owner of a node gives under, written where its owner alone can write, before
 * it says anything upward: so no two owners ever speak under the same epoch, also if the earlier
 * one gave nothing.
 */
public record Term(String node, long epoch) {
  public Term {
    Names.require("node", node);
    Bounds.require("epoch", epoch, 1, Long.MAX_VALUE);
  }
}
