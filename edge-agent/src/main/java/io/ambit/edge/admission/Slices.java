package io.ambit.edge.admission;

import io.ambit.lease.Share;
import io.ambit.model.Limit;

/**
 * How much of a bucket its cells may hold for themselves. All of it, {@code cells} times {@code
 * milli}, is kept free of the depth, as if it were on its way: so bucket and slices together are
 * never deeper than the lease. It is at most what arrives in a millisecond, which is also the most
 * that is lost when the terms change.
 *
 * @param milli the most one cell holds; 0 if slices would be too small to be of use
 */
record Slices(int cells, long milli) {
  static final Slices NONE = new Slices(0, 0);

  private static final long LARGEST_MILLI = 4_096 * Limit.MILLI;
  private static final long SMALLEST_MILLI = 64 * Limit.MILLI;
  private static final long DEPTH_PARTS = 8;
  private static final long RATE_PARTS = 1_000;

  /** What fits under {@code lease}. */
  static Slices of(Share lease, int cells) {
    long all = Math.min(lease.depthMilli() / DEPTH_PARTS, lease.rateMilli() / RATE_PARTS);
    long milli = Math.min(LARGEST_MILLI, all / Math.max(1, cells));
    return milli < SMALLEST_MILLI ? NONE : new Slices(cells, milli);
  }

  long reserveMilli() {
    return cells * milli;
  }
}
