package io.ambit.model;

/** When others may have what a lost region has of a tenant's rate limits. */
public enum OnRegionLoss {
  /** Once the region's leases have surely ended: the world never admits more than the limit. */
  AFTER_LEASE,
  /**
   * As soon as it is confirmed that the region is lost. Until its leases have ended the world may
   * admit what it has on top of the limit, should it be alive after all.
   */
  ON_CONFIRMED
}
