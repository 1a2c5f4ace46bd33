package io.ambit.simulator.world;

import io.ambit.lease.GrantPage;
import io.ambit.lease.Report;
import io.ambit.wire.Wire;
import java.util.EnumMap;
import java.util.Map;

/** Counts the control traffic, in records and, where asked to, in bytes as they would be sent. */
public final class Traffic {
  /** Between whom, and which way. */
  public enum Way {
    /** Reports of edges to their region. */
    EDGE_UP,
    /** Grants of a region to its edges. */
    EDGE_DOWN,
    /** Reports of regions to the arbiter. */
    REGION_UP,
    /** Grants of the arbiter to regions. */
    REGION_DOWN
  }

  private final boolean metered;
  private final Map<Way, Long> records = new EnumMap<>(Way.class);
  private final Map<Way, Long> bytes = new EnumMap<>(Way.class);

  Traffic(boolean metered) {
    this.metered = metered;
  }

  void up(Way way, Report report) {
    count(way, metered ? Wire.encode(report).length : 0);
  }

  void down(Way way, GrantPage given) {
    count(way, metered ? Wire.encode(given).length : 0);
  }

  private void count(Way way, int size) {
    records.merge(way, 1L, Long::sum);
    bytes.merge(way, (long) size, Long::sum);
  }

  /** Records of all ways so far. */
  public long messages() {
    return records.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Bytes of all ways so far; 0 if they are not counted. */
  public long bytes() {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Bytes of one way so far. */
  public long bytes(Way way) {
    return bytes.getOrDefault(way, 0L);
  }

  /** Records of one way so far. */
  public long messages(Way way) {
    return records.getOrDefault(way, 0L);
  }
}
