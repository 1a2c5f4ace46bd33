package io.ambit.lease.tree;

/** How long leases last in a run. */
record Times(long edgeTtlMillis, long edgeHoldMillis, long regionTtlMillis, long regionHoldMillis) {
  /** As shipped. */
  static final Times SHIPPED = new Times(3_000, 18_000, 10_000, 25_000);

  /** So short that many leases end within one run. */
  static final Times SHORT = new Times(800, 2_000, 1_500, 4_000);
}
