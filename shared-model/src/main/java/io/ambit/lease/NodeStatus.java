package io.ambit.lease;

import io.ambit.model.Bounds;
import io.ambit.model.Mode;
import io.ambit.model.Names;

/** How a node looked to its parent when last heard of. */
public record NodeStatus(
    String node, Boot boot, long policyRevision, Mode mode, long reportAgeMillis, boolean left) {
  public NodeStatus {
    Names.require("node", node);
    Bounds.require("policyRevision", policyRevision, 0, Long.MAX_VALUE);
    Bounds.require("reportAgeMillis", reportAgeMillis, 0, Long.MAX_VALUE);
  }
}
