package io.ambit.escrow;

import io.ambit.lease.Boot;
import io.ambit.lease.Share;
import io.ambit.model.Bounds;

/**
 * What one boot of a child may spend of an account, in milli-units.
 *
 * @param allottedMilli in all and only growing; once closed, what it spent at most
 * @param spentMilli means nothing to the child: the most it said it spent
 * @param closed means nothing to the child: that boot is over
 * @param exhausted what the child asked for is not to be had in this period any more
 */
public record Allotment(
    Account account,
    Boot boot,
    long allottedMilli,
    long spentMilli,
    boolean closed,
    boolean exhausted) {
  public Allotment {
    Bounds.require("allottedMilli", allottedMilli, 0, Share.MAX_MILLI);
    Bounds.require("spentMilli", spentMilli, 0, Share.MAX_MILLI);
  }
}
