package io.ambit.global.core;

import io.ambit.escrow.Allotments;
import io.ambit.escrow.EscrowReport;
import io.ambit.failover.Reachability;
import io.ambit.failover.Traffic;
import io.ambit.lease.Grants;
import io.ambit.lease.Report;
import io.ambit.model.AuditEvent;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;

/** Everything that can happen to the arbiter. */
public sealed interface ArbiterInput {
  /**
   * Time passed.
   *
   * @param wallMillis this machine's clock, since 1970; 0 where nobody tells, and then nothing of a
   *     period budget is allotted
   */
  record Tick(long wallMillis) implements ArbiterInput {
    public Tick() {
      this(0);
    }
  }

  /** The log holds this record, with its revision. */
  record PolicyRead(PolicyRecord record) implements ArbiterInput {}

  /** The log holds a tombstone: a deleted object may be forgotten. */
  record PolicyForgotten(PolicyKey key) implements ArbiterInput {}

  /** A grant that the arbiter gave to a region before it last stopped. */
  record GrantsRead(Grants grants) implements ArbiterInput {}

  /** The audit log holds this event. */
  record AuditRead(AuditEvent event) implements ArbiterInput {}

  /** All that was in the logs at the start is read. */
  record ReplayDone() implements ArbiterInput {}

  /** Another arbiter leads, and this one would take over. */
  record StandingBy() implements ArbiterInput {}

  /** Somebody else may lead from now on: decide nothing more. */
  record Deposed() implements ArbiterInput {}

  /** Everything that was in the policy log at {@code asOfNanos} is read; the log answers. */
  record CaughtUp(long asOfNanos) implements ArbiterInput {}

  /** A region reports. */
  record Reported(Report report) implements ArbiterInput {}

  /** An operator wants something. */
  record Requested(Command command) implements ArbiterInput {}

  /** An operator wants something of failovers. */
  record FailoverRequested(FailoverCommand command) implements ArbiterInput {}

  /**
   * An append was answered.
   *
   * @param id as in the effect that asked for it
   * @param acknowledged false if it may or may not be in the log
   */
  record AppendSettled(long id, boolean acknowledged) implements ArbiterInput {}

  /** Redis answers, or does not. */
  record RedisSeen(boolean there) implements ArbiterInput {}

  /** What the arbiter allotted to a region before it last stopped. */
  record AllotmentsRead(Allotments allotments) implements ArbiterInput {}

  /** A region tells of its traffic. */
  record TrafficTold(Traffic traffic) implements ArbiterInput {}

  /** A region, or a witness, tells which regions it reaches. */
  record ReachTold(Reachability reach) implements ArbiterInput {}

  /** A region reports on period budgets. */
  record EscrowReported(EscrowReport report) implements ArbiterInput {}
}
