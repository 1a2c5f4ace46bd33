package io.ambit.lease;

/** Where the holder of a lease stands on the control-loss ladder. */
public enum Rung {
  /** The lease is fresh. */
  LEASE,
  /** Nobody renews it any more, but it is charged all the same. */
  GRACE,
  /** Past its end: more than half of the witnesses vow that the parent is silent to them too. */
  HELD,
  /** Its floor, and what {@code safe(k)} gives beyond. */
  SAFE,
  /** Its floor alone. */
  FLOOR,
  /** Nothing at all, as the tenant wishes. */
  CLOSED,
  /** No limit at all, as the tenant wishes. */
  OPEN
}
