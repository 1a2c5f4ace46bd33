package io.ambit.simulator.invariant;

import io.ambit.lease.Grants;
import io.ambit.lease.Stamp;
import io.ambit.simulator.bus.Stored;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Each grant topic has one writer at a time: epochs never fall, and the stamps of each child rise.
 */
public final class OneWriter {
  private final SortedMap<String, Stamp> newest = new TreeMap<>();
  private final SortedMap<String, Long> epochs = new TreeMap<>();

  public void stored(long nowNanos, String topic, Stored record) {
    if (!(record.value() instanceof Grants grants)) {
      return;
    }
    Stamp stamp = grants.stamp();
    Stamp before = newest.put(topic + "/" + record.key(), stamp);
    long epoch = epochs.merge(topic, stamp.epoch(), Math::max);
    if (stamp.epoch() < epoch || (before != null && !stamp.isAfter(before))) {
      throw new Violation(
          "OneWriter",
          nowNanos,
          "%s: %s for %s after %s, epoch %d".formatted(topic, stamp, record.key(), before, epoch));
    }
  }
}
