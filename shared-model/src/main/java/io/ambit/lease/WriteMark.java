package io.ambit.lease;

import io.ambit.model.Bounds;
import io.ambit.model.Names;
import io.ambit.model.WriteEpoch;

/**
 * How far a region has come with what was written for a tenant, in the store's own count: at the
 * source of a move the last there is, at its target how much of that is there.
 *
 * @param epoch that the store knew when it said so: under a fence's epoch it takes nothing older
 */
public record WriteMark(String tenant, long epoch, long mark) {
  public WriteMark {
    Names.require("tenant", tenant);
    Bounds.require("epoch", epoch, 1, WriteEpoch.MOST);
    Bounds.require("mark", mark, 0, Long.MAX_VALUE);
  }

  /** Whether it says more than {@code before} of the same tenant. */
  boolean isNewerThan(WriteMark before) {
    return epoch > before.epoch || (epoch == before.epoch && mark > before.mark);
  }
}
