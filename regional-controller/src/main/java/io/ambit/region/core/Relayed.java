package io.ambit.region.core;

import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import java.util.Comparator;
import java.util.List;

/**
 * Operator intent on its way through the region: what the arbiter's log says, and what of it the
 * edges were told. Tells them each record once, also over restarts. Not thread-safe.
 */
final class Relayed {
  private final PolicyBook intent = new PolicyBook();
  private final PolicyBook told = new PolicyBook();

  PolicyBook intent() {
    return intent;
  }

  /** What was told before the restart, which is intent too: the arbiter's log may be away. */
  void restore(PolicyRecord record) {
    told.apply(record);
    intent.apply(record);
  }

  /** Takes a record of the arbiter's log in. */
  void read(PolicyRecord record) {
    intent.apply(record);
  }

  /** Tells the edges {@code record} unless they were told already. */
  List<RegionEffect> tell(PolicyRecord record) {
    return told.apply(record) ? List.of(new RegionEffect.Relay(record)) : List.of();
  }

  /** What the edges must still be told, in the order of the arbiter's log. */
  List<RegionEffect> catchUp() {
    return intent.records().stream()
        .sorted(Comparator.comparingLong(PolicyRecord::revision))
        .flatMap(record -> tell(record).stream())
        .toList();
  }

  /** Forgets a deleted object here and at the edges. */
  List<RegionEffect> forget(PolicyKey key) {
    intent.forget(key);
    told.forget(key);
    return List.of(new RegionEffect.Forget(key));
  }
}
