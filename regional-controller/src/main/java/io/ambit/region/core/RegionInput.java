package io.ambit.region.core;

import io.ambit.backend.BackendNews;
import io.ambit.escrow.Allotments;
import io.ambit.escrow.EscrowReport;
import io.ambit.failover.Traffic;
import io.ambit.lease.Grants;
import io.ambit.lease.Report;
import io.ambit.lease.Term;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;

/** Everything that can happen to a regional controller. */
public sealed interface RegionInput {
  /**
   * Time passed.
   *
   * @param wallMillis this machine's clock, since 1970; 0 where nobody tells, and then nothing of a
   *     period budget is allotted
   */
  record Tick(long wallMillis) implements RegionInput {
    public Tick() {
      this(0);
    }
  }

  /** The arbiter's log holds this record, with its revision. */
  record PolicyRead(PolicyRecord record) implements RegionInput {}

  /** The arbiter's log says that a deleted object may be forgotten. */
  record PolicyForgotten(PolicyKey key) implements RegionInput {}

  /**
   * Everything the arbiter's log held when this owner began is read.
   *
   * @param endRevision no record up to this revision is still to come
   */
  record IntentReplayed(long endRevision) implements RegionInput {}

  /** A record that this region relayed before it last stopped. */
  record RelayedRead(PolicyRecord record) implements RegionInput {}

  /** The arbiter granted somebody something, perhaps this region. */
  record GrantsRead(Grants grants) implements RegionInput {}

  /** A grant that this region's owner gave to an edge before it last stopped. */
  record GivenRead(Grants grants) implements RegionInput {}

  /** The term of an earlier owner of this region. */
  record TermRead(Term term) implements RegionInput {}

  /** What {@link RegionEffect.BeginTerm} asked for is committed. */
  record TermBegun() implements RegionInput {}

  /** All that was in the logs at the start is read. */
  record ReplayDone() implements RegionInput {}

  /** Another controller owns the region, and this one would take over. */
  record StandingBy() implements RegionInput {}

  /** Somebody else may own the region from now on: decide nothing more. */
  record Deposed() implements RegionInput {}

  /** An edge reports. */
  record Reported(Report report) implements RegionInput {}

  /** The arbiter allotted somebody something of period budgets, perhaps this region. */
  record AllotmentsRead(Allotments allotments) implements RegionInput {}

  /** What this region's owner allotted to an edge before it last stopped. */
  record AllotmentsGivenRead(Allotments allotments) implements RegionInput {}

  /** An edge reports on period budgets. */
  record EscrowReported(EscrowReport report) implements RegionInput {}

  /** An edge tells what backends said to it. */
  record BackendsTold(BackendNews news) implements RegionInput {}

  /** An edge tells of its traffic. */
  record TrafficTold(Traffic traffic) implements RegionInput {}

  /**
   * A controller of another region answered a probe, or did not.
   *
   * @param sentNanos when it was asked, on this region's clock
   */
  record Probed(String region, long sentNanos, boolean answered) implements RegionInput {}

  /** What {@link RegionEffect.Swear} asked for is committed. */
  record Sworn(long number) implements RegionInput {}

  /** An operator says that an edge is gone for good. */
  record EdgeGone(long id, String edge) implements RegionInput {}

  /** Another region asks for a vow. */
  record VowAsked(long id, String region) implements RegionInput {}

  /**
   * Another region has vowed.
   *
   * @param sentNanos when it was asked, on this region's clock
   */
  record Vowed(String region, long sentNanos, long vowMillis) implements RegionInput {}
}
