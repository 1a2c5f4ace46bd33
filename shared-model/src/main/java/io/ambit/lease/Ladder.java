package io.ambit.lease;

import io.ambit.model.ControlLoss;

/**
 * What becomes of a lease when nobody renews it.
 *
 * @param mode what the tenant declared for the time after grace
 * @param beyond what may be used after grace on top of all else, until a later grant says
 *     otherwise: the holder's part of what {@code safe(k)} adds to the limit; none in any other
 *     mode
 * @param parent where the parent itself stands with the lease that this one is cut from
 */
public record Ladder(ControlLoss.Mode mode, Share beyond, Rung parent) {
  /** Of a parent that has lost nobody, and gives nothing beyond the limit. */
  public static final Ladder HOLD = new Ladder(ControlLoss.Mode.HOLD, Share.NONE, Rung.LEASE);

  /** Whether the lease may be kept past its end while witnesses vow. */
  public boolean mayBeKept() {
    return mode == ControlLoss.Mode.HOLD || mode == ControlLoss.Mode.SAFE;
  }
}
