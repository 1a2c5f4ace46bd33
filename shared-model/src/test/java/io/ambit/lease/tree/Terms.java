package io.ambit.lease.tree;

/** How long leases last in a run, and what part of the rate outlives them. */
record Terms(
    long edgeTtlMillis,
    long edgeHoldMillis,
    long regionTtlMillis,
    long regionHoldMillis,
    int floorPercent) {
  /** As shipped. */
  static final Terms SHIPPED = new Terms(3_000, 18_000, 10_000, 25_000, 1);

  /** So short that many leases end within one run, and with floors large enough to matter. */
  static final Terms SHORT = new Terms(800, 2_000, 1_500, 4_000, 20);
}
