package io.ambit.lease;

import io.ambit.model.LimitKey;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Whether leases changed by enough to be worth a record now, rather than with the next renewal. */
final class Difference {
  /** One part in fifty: below what the mean demand of a second wavers by anyway. */
  private static final long PARTS = 50;

  private Difference() {}

  static boolean matters(
      SortedMap<LimitKey, LeaseGrant> before, SortedMap<LimitKey, LeaseGrant> after) {
    return before.size() != after.size()
        || after.values().stream().anyMatch(next -> matters(before.get(next.key()), next));
  }

  private static boolean matters(@Nullable LeaseGrant before, LeaseGrant after) {
    return before == null
        || matters(before.lease().rateMilli(), after.lease().rateMilli())
        || matters(before.lease().depthMilli(), after.lease().depthMilli())
        || !before.floor().equals(after.floor());
  }

  private static boolean matters(long before, long after) {
    return Math.abs(after - before) > Math.max(before, after) / PARTS;
  }
}
