package io.ambit.simulator.home;

import io.ambit.model.WriteEpoch;
import io.ambit.simulator.invariant.Violation;
import java.util.HashMap;
import java.util.Map;

/**
 * What must hold of writes: an epoch is one region's, an edge never admits once another region does
 * under a later epoch, the store never takes an earlier epoch after a later one, and what it
 * acknowledged is there when the next region writes.
 */
final class HomeChecks {
  private final Map<Long, String> admitted = new HashMap<>();
  private final Map<String, Long> newestAdmitted = new HashMap<>();
  private final Map<Long, String> accepted = new HashMap<>();
  private long newestRecorded;
  private long newestAccepted;

  /** The log took a record. */
  void recorded(long nanos, HomeLog.Entry entry) {
    if (entry.epoch() < newestRecorded) {
      throw new Violation(
          "EpochsRise", nanos, "epoch %d after %d".formatted(entry.epoch(), newestRecorded));
    }
    newestRecorded = entry.epoch();
  }

  /** An edge admitted a write. */
  void admitted(long nanos, String region, long epoch) {
    oneRegion("OneOwner", nanos, admitted, region, epoch);
    for (Map.Entry<String, Long> other : newestAdmitted.entrySet()) {
      if (!other.getKey().equals(region) && other.getValue() > epoch) {
        throw new Violation(
            "OneOwner",
            nanos,
            "%s admits under %d after %s under %d"
                .formatted(region, epoch, other.getKey(), other.getValue()));
      }
    }
    newestAdmitted.merge(region, epoch, Math::max);
  }

  /** The store took a write. */
  void accepted(long nanos, String region, long epoch) {
    oneRegion("OneWriterPerEpoch", nanos, accepted, region, epoch);
    if (epoch < newestAccepted) {
      throw new Violation(
          "StoreFences", nanos, "epoch %d after %d".formatted(epoch, newestAccepted));
    }
    newestAccepted = epoch;
  }

  /** A store took a write on top of {@code applied} of {@code written} that were acknowledged. */
  void onTopOf(long nanos, long applied, long written) {
    if (applied < written) {
      throw new Violation(
          "NoWriteLost",
          nanos,
          "a write on top of %d of %d that were acknowledged".formatted(applied, written));
    }
  }

  private static void oneRegion(
      String name, long nanos, Map<Long, String> known, String region, long epoch) {
    String other = known.putIfAbsent(epoch, region);
    if (!WriteEpoch.names(epoch, region) || (other != null && !other.equals(region))) {
      throw new Violation(name, nanos, "epoch %d is used by %s".formatted(epoch, region));
    }
  }
}
