package io.ambit.edge.core;

import io.ambit.edge.core.leaf.LeafReport;
import io.ambit.escrow.Allotments;
import io.ambit.escrow.Spent;
import io.ambit.lease.Grants;
import io.ambit.lease.Stamp;
import io.ambit.lease.WriteMark;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.usage.Usage;
import java.util.List;

/** Everything that can happen to an edge agent. */
public sealed interface EdgeInput {
  /** What an earlier boot left on disk, once, before anything else. */
  record Resumed(Snapshot snapshot) implements EdgeInput {}

  /**
   * Time passed.
   *
   * @param usage counters that changed since the last tick
   * @param strangers tenants that asked since the last tick and are not in the table
   * @param spent what was spent of every period budget
   * @param wallMillis this machine's clock, since 1970; 0 where nobody tells, and then nothing of a
   *     period budget is spent
   */
  record Tick(List<Usage> usage, List<String> strangers, List<Spent> spent, long wallMillis)
      implements EdgeInput {
    public Tick(List<Usage> usage, List<String> strangers) {
      this(usage, strangers, List.of(), 0);
    }
  }

  /** The region relays this record of operator intent. */
  record PolicyRead(PolicyRecord record) implements EdgeInput {}

  /** The region says that a deleted object may be forgotten. */
  record PolicyForgotten(PolicyKey key) implements EdgeInput {}

  /** All operator intent that was relayed when this process began to read has been read. */
  record PolicyComplete() implements EdgeInput {}

  /** The region granted this edge something. */
  record GrantsRead(Grants grants) implements EdgeInput {}

  /** The region allotted this edge something of period budgets. */
  record AllotmentsRead(Allotments allotments) implements EdgeInput {}

  /** The disk holds the snapshot of these numbers, or nothing at all: no older one in any case. */
  record Persisted(Stamp stamp, long durableVersion, long escrowVersion) implements EdgeInput {
    public Persisted(Stamp stamp, long durableVersion) {
      this(stamp, durableVersion, 0);
    }
  }

  /** Whether the disk takes what it is given. */
  record DiskChanged(boolean works) implements EdgeInput {}

  /** A store tells how far writes have come. */
  record MarkTold(WriteMark mark) implements EdgeInput {}

  /** Leaves of one stream say what they did since they last said so. */
  record LeavesReported(List<LeafReport> reports) implements EdgeInput {
    public LeavesReported {
      reports = List.copyOf(reports);
    }
  }

  /** A stream of leaves is over. */
  record LeavesGone(long stream) implements EdgeInput {}

  /** The process stops, and no request is under way any more. */
  record Stopping() implements EdgeInput {}
}
