package io.ambit.escrow;

import io.ambit.model.Bounds;
import io.ambit.model.Names;
import java.util.List;

/**
 * Parent to child: everything that is charged to the child, and so all that a successor of the
 * parent must know of it.
 *
 * @param horizonSeconds accounts whose period ended by then are settled and never opened again
 */
public record Allotments(String node, long horizonSeconds, List<Allotment> allotments) {
  public static final int MOST = 4_000;

  public Allotments {
    Names.require("node", node);
    Bounds.require("horizonSeconds", horizonSeconds, 0, 1L << 41);
    Bounds.require("allotments", allotments.size(), 0, MOST);
    allotments = List.copyOf(allotments);
  }
}
