package io.ambit.edge.core.leaf;

import java.util.List;

/** Reaches the leaves of an edge: whoever let them in. */
@FunctionalInterface
public interface LeafTeller {
  /** For an edge that lets no leaves in. */
  LeafTeller NOBODY = actions -> {};

  /** Tells leaves; waits for nothing. */
  void tell(List<LeafAction> actions);
}
