package io.ambit.lease;

import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Whether leases changed by enough to be worth a record now, rather than with the next renewal. */
final class Difference {
  /** One part in fifty: below what the mean demand of a second wavers by anyway. */
  private static final long PARTS = 50;

  /** Where lines are short, leases that waver would take them from those that must change. */
  private static final long FEW_PARTS = 8;

  private Difference() {}

  static boolean matters(
      SortedMap<LimitKey, LeaseGrant> before, SortedMap<LimitKey, LeaseGrant> after) {
    return before.size() != after.size()
        || after.values().stream().anyMatch(next -> matters(before.get(next.key()), next));
  }

  static boolean matters(@Nullable LeaseGrant before, LeaseGrant after) {
    return before == null
        || matters(before.lease().rateMilli(), after.lease().rateMilli())
        || matters(before.lease().depthMilli(), after.lease().depthMilli())
        || !before.floor().equals(after.floor());
  }

  /** Whether it is worth telling a child that is told of but a part of its leases. */
  static boolean mattersMuch(LeaseGrant before, LeaseGrant after) {
    long depth = Math.abs(after.lease().depthMilli() - before.lease().depthMilli());
    return differs(before.lease().rateMilli(), after.lease().rateMilli(), FEW_PARTS)
        || (depth > Limit.MILLI
            && differs(before.lease().depthMilli(), after.lease().depthMilli(), FEW_PARTS))
        || !before.floor().equals(after.floor());
  }

  private static boolean matters(long before, long after) {
    return differs(before, after, PARTS);
  }

  private static boolean differs(long before, long after, long parts) {
    return Math.abs(after - before) > Math.max(before, after) / parts;
  }
}
