package io.ambit.usage;

import io.ambit.model.Bounds;
import io.ambit.model.LimitKey;

/**
 * What one boot of one node was asked for and let through of one limit since it began, in
 * milli-units. Cumulative: merging two of the same boot is taking the larger, so duplicates and
 * reordering change nothing. Offered counts refused requests too.
 *
 * @param returnedMilli tokens given back to the level above, to be used elsewhere
 */
public record Usage(LimitKey key, long offeredMilli, long admittedMilli, long returnedMilli) {
  public Usage {
    Bounds.require("offeredMilli", offeredMilli, 0, Long.MAX_VALUE);
    Bounds.require("admittedMilli", admittedMilli, 0, Long.MAX_VALUE);
    Bounds.require("returnedMilli", returnedMilli, 0, Long.MAX_VALUE);
  }

  /** Usage by a node that gave nothing back. */
  public Usage(LimitKey key, long offeredMilli, long admittedMilli) {
    this(key, offeredMilli, admittedMilli, 0);
  }

  /** The later of two states of the same counters. */
  public Usage merge(Usage other) {
    return new Usage(
        key,
        Math.max(offeredMilli, other.offeredMilli),
        Math.max(admittedMilli, other.admittedMilli),
        Math.max(returnedMilli, other.returnedMilli));
  }
}
