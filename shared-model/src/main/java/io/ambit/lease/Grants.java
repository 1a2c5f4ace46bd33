package io.ambit.lease;

import io.ambit.model.Names;
import java.util.List;

/**
 * Parent to child: everything the child holds from now on. Absolute, never a delta; a limit that is
 * not named is not held.
 *
 * @param boot and {@code sentNanos}: the report this answers, as the child wrote them
 */
public record Grants(String node, Stamp stamp, Boot boot, long sentNanos, List<LeaseGrant> leases) {
  public Grants {
    Names.require("node", node);
    leases = List.copyOf(leases);
  }
}
