package io.ambit.region.core;

import io.ambit.backend.BackendNews;
import io.ambit.escrow.Allotments;
import io.ambit.escrow.EscrowReport;
import io.ambit.failover.Reachability;
import io.ambit.failover.Traffic;
import io.ambit.lease.Grants;
import io.ambit.lease.NodeStatus;
import io.ambit.lease.Oath;
import io.ambit.lease.Removal;
import io.ambit.lease.Report;
import io.ambit.lease.Term;
import io.ambit.mode.ModeChange;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import java.util.List;

/** Everything a regional controller can ask for. */
public sealed interface RegionEffect {
  /** Append to the region's grant topic. Charged already. */
  record Give(Grants grants) implements RegionEffect {}

  /** Append to the region's policy topic. */
  record Relay(PolicyRecord record) implements RegionEffect {}

  /** Append a tombstone to the region's policy topic. */
  record Forget(PolicyKey key) implements RegionEffect {}

  /** Say that a spill table is kept from the edges. */
  record RefuseTable(RefusedTables.Refused table) implements RegionEffect {}

  /** Send to the arbiter. */
  record SendReport(Report report) implements RegionEffect {}

  /** Show who is there; soft state. */
  record ShowRoster(List<NodeStatus> edges) implements RegionEffect {}

  /** The mode changed. */
  record ChangeMode(ModeChange change) implements RegionEffect {}

  /** Replay is done: this controller leads and may serve. */
  record Lead(long epoch) implements RegionEffect {}

  /** Append to the region's grant topic. Charged already. */
  record Allot(Allotments allotments) implements RegionEffect {}

  /** Append to the region's grant topic, for every edge. */
  record TellBackends(BackendNews news) implements RegionEffect {}

  /** Tell the arbiter of the region's traffic. */
  record TellTraffic(Traffic traffic) implements RegionEffect {}

  /** Tell the arbiter of period budgets. */
  record ReportEscrow(EscrowReport report) implements RegionEffect {}

  /** Append to the region's grant topic, and say once that is committed. */
  record BeginTerm(Term term) implements RegionEffect {}

  /**
   * Append to the region's grant topic that it is about to testify, or to vow, and say once that is
   * committed.
   */
  record Swear(long number, Oath oath) implements RegionEffect {}

  /** Ask all controllers of other regions whether they are alive. */
  record ProbeRegions(long sentNanos) implements RegionEffect {}

  /** Tell the arbiter which regions are reached. */
  record TellReach(Reachability reach) implements RegionEffect {}

  /** Ask another region to vow that it does not hear the arbiter either. */
  record AskVow(String region, long sentNanos) implements RegionEffect {}

  /**
   * Answer the operator who said that an edge is gone for good, once what this step gives is
   * committed.
   */
  record AnswerEdgeGone(long id, Removal removal) implements RegionEffect {}

  /** Answer another region: it may count on {@link io.ambit.lease.Witness#VOW_MILLIS}, or not. */
  record AnswerVow(long id, boolean vowed) implements RegionEffect {}
}
