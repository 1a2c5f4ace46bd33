package io.ambit.global.core;

import io.ambit.lease.Boot;
import io.ambit.lease.Exposure;
import io.ambit.lease.Grants;
import io.ambit.lease.Report;
import io.ambit.lease.Stamp;
import io.ambit.model.LimitKey;
import io.ambit.model.Mode;
import io.ambit.usage.Usage;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a region tells of its use, and of the grants it has: each in the report after it. */
final class ReportingRegion {
  private final String name;
  private final SortedMap<LimitKey, Long> offeredMilli = new TreeMap<>();
  private List<Exposure> exposure = List.of();
  private Stamp applied = Stamp.NONE;
  private long sequence;

  ReportingRegion(String name) {
    this.name = name;
  }

  /** Users asked for so much more. */
  void offer(LimitKey key, long milli) {
    offeredMilli.merge(key, milli, Long::sum);
  }

  /** The next report. */
  Report report(long nowNanos) {
    List<Usage> usage =
        offeredMilli.entrySet().stream()
            .map(each -> new Usage(each.getKey(), each.getValue(), 0))
            .toList();
    return new Report(
        new Report.Header(name, Boot.of(1, name.hashCode()), ++sequence, nowNanos, 1),
        new Report.Knows(applied, applied, 0),
        Mode.TARGET,
        Report.Told.of(usage, exposure),
        false);
  }

  void receive(Grants grants) {
    applied = grants.stamp();
    exposure =
        grants.leases().stream()
            .map(lease -> new Exposure(lease.key(), lease.lease(), lease.floor()))
            .toList();
  }
}
