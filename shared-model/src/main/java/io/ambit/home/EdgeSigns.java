package io.ambit.home;

import io.ambit.lease.Boot;
import io.ambit.lease.Durations;
import io.ambit.lease.NodeStatus;
import io.ambit.lease.Report;
import io.ambit.lease.WriteLease;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the reports of regions what their edges know. What a report says stays true: an edge
 * that knew a revision knows it, one that was silent had been. What it cannot say is whom a former
 * owner of the region served; they can admit writes for {@link WriteLease#EDGE_MILLIS} more. And
 * whoever the region hears after it knew a revision itself is told no lease without it. So neither
 * delay nor loss of reports makes a conclusion wrong, only late.
 *
 * <p>Not thread-safe. Bounded by the regions it is told of.
 */
public final class EdgeSigns {
  /** A region, or an edge, heard within that time is there. */
  static final long PRESENT_NANOS = Durations.ofMillis(2_000);

  /** The granter's side of an edge's lease: by then it has ended, whatever clocks say. */
  static final long ENDED_NANOS = Durations.charged(Durations.ofMillis(WriteLease.EDGE_MILLIS));

  private final SortedMap<String, Region> regions = new TreeMap<>();

  private static final class Region {
    private final long epoch;
    private final Boot owner;
    private final long sinceNanos;
    private Report newest;
    private long heardNanos;

    Region(long nowNanos, Report first) {
      this.epoch = first.epoch();
      this.owner = first.boot();
      this.sinceNanos = nowNanos;
      this.newest = first;
      this.heardNanos = nowNanos;
    }
  }

  /** A region reports. Older reports, and those of owners before the newest, say nothing new. */
  public void heard(long nowNanos, Report report) {
    Region known = regions.get(report.node());
    if (known != null && report.epoch() < known.epoch) {
      return;
    }
    if (known == null || report.epoch() > known.epoch || !report.boot().equals(known.owner)) {
      regions.put(report.node(), new Region(nowNanos, report));
    } else if (report.sequence() > known.newest.sequence()) {
      known.newest = report;
      known.heardNanos = nowNanos;
    }
  }

  /** What is known of the edges of {@code region} now. */
  public RegionSigns of(long nowNanos, String region) {
    Region known = regions.get(region);
    return known == null ? RegionSigns.NONE : of(nowNanos, known);
  }

  private static RegionSigns of(long nowNanos, Region region) {
    long silentNanos = nowNanos - region.heardNanos;
    long least = region.newest.policyRevision();
    long most = 0;
    long present = Long.MAX_VALUE;
    int quiet = 0;
    for (NodeStatus edge : region.newest.children()) {
      long ageNanos = silentNanos + Durations.ofMillis(edge.reportAgeMillis());
      if (edge.left() || ageNanos >= ENDED_NANOS) {
        continue;
      }
      least = Math.min(least, edge.policyRevision());
      if (ageNanos <= PRESENT_NANOS) {
        most = Math.max(most, edge.policyRevision());
        present = Math.min(present, edge.policyRevision());
      } else {
        quiet++;
      }
    }
    return new RegionSigns(
        silentNanos <= PRESENT_NANOS,
        nowNanos - region.sinceNanos >= ENDED_NANOS,
        quiet,
        least,
        most,
        present);
  }

  /** When the region was last heard; empty if it never was. */
  public OptionalLong heardNanos(String region) {
    Region known = regions.get(region);
    return known == null ? OptionalLong.empty() : OptionalLong.of(known.heardNanos);
  }

  /** The newest report of the region's present owner; null if there is none. */
  public @Nullable Report newest(String region) {
    Region known = regions.get(region);
    return known == null ? null : known.newest;
  }
}
