package io.ambit.edge.core;

import io.ambit.lease.Boot;
import io.ambit.lease.Durations;
import io.ambit.lease.Exposure;
import io.ambit.lease.Report;
import io.ambit.lease.Stamp;
import io.ambit.lease.WriteMark;
import io.ambit.model.Mode;
import io.ambit.usage.Usage;
import java.util.List;

/**
 * When this edge reports: every tenth of a second, and sooner once something is worth it. Every
 * tenth report says all there is to say, in case something was lost. Not thread-safe.
 */
final class Reports {
  static final long REPORT_NANOS = Durations.ofMillis(95);
  static final long URGENT_NANOS = Durations.ofMillis(20);
  static final int FULL_REPORT_EVERY = 10;

  private final String node;
  private final Boot boot;
  private final UsageToReport usage;
  private long sequence;
  private long sentNanos;
  private boolean urgent;

  Reports(String node, Boot boot, UsageToReport usage) {
    this.node = node;
    this.boot = boot;
    this.usage = usage;
  }

  /** The first one is due. */
  void begin(long nowNanos) {
    sentNanos = nowNanos - REPORT_NANOS;
  }

  /** The next one is to go soon if {@code hurry}. */
  void hurry(boolean hurry) {
    urgent |= hurry;
  }

  boolean isDue(long nowNanos) {
    return nowNanos - sentNanos >= (urgent ? URGENT_NANOS : REPORT_NANOS);
  }

  /** Whether one may go already. */
  boolean mayGo(long nowNanos) {
    return nowNanos - sentNanos >= URGENT_NANOS;
  }

  /** The next one, which goes now. */
  Report next(
      long nowNanos,
      Stamp acknowledged,
      long policyRevision,
      Mode mode,
      List<Exposure> exposure,
      boolean leaving,
      List<WriteMark> marks) {
    urgent = false;
    sentNanos = nowNanos;
    sequence++;
    List<Usage> counters = usage.next(nowNanos, sequence % FULL_REPORT_EVERY == 1);
    return new Report(
        new Report.Header(node, boot, sequence, nowNanos),
        Report.Knows.of(acknowledged, policyRevision),
        mode,
        new Report.Told(
            counters,
            exposure,
            usage.saidAll() ? Report.Gaps.NONE : Report.Gaps.USAGE,
            List.of(),
            marks),
        leaving);
  }
}
