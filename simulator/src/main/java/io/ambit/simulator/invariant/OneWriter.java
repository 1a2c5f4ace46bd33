package io.ambit.simulator.invariant;

import io.ambit.lease.GrantPage;
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
    if (!(record.value() instanceof GrantPage page)) {
      return;
    }
    Stamp stamp = page.lines().stamp();
    String node = page.lines().node();
    Stamp before = newest.put(topic + "/" + node, stamp);
    long epoch = epochs.merge(topic, stamp.epoch(), Math::max);
    boolean goesOn = page.number() > 1 && stamp.equals(before);
    if (stamp.epoch() < epoch || (before != null && !stamp.isAfter(before) && !goesOn)) {
      throw new Violation(
          "OneWriter",
          nowNanos,
          "%s: %s for %s after %s, epoch %d".formatted(topic, stamp, node, before, epoch));
    }
  }
}
