package io.ambit.global.core;

import io.ambit.escrow.Allotments;
import io.ambit.failover.Proposal;
import io.ambit.lease.Grants;
import io.ambit.mode.ModeChange;
import io.ambit.model.AuditEvent;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.usage.Usage;
import java.util.List;

/** Everything the arbiter can ask for. */
public sealed interface ArbiterEffect {
  /** Append to the policy log and say what came of it. The record has no revision yet. */
  record Append(long id, PolicyRecord record) implements ArbiterEffect {}

  /** Append a tombstone to the policy log and say what came of it. */
  record Bury(long id, PolicyKey key) implements ArbiterEffect {}

  /** Append to the audit log. May be asked for again until it is read back, under the same id. */
  record Audit(AuditEvent event) implements ArbiterEffect {}

  /** Append to the grant log. Charged already. */
  record Give(Grants grants) implements ArbiterEffect {}

  /** Append to the grant log. Charged already. */
  record Allot(Allotments allotments) implements ArbiterEffect {}

  /** Answer an operator. */
  record Answer(long commandId, Reply reply) implements ArbiterEffect {}

  /** Answer an operator who asked for a failover. */
  record AnswerFailover(long commandId, FailoverReply reply) implements ArbiterEffect {}

  /** An object changed: tell who watches. */
  record Changed(PolicyRecord record, boolean created) implements ArbiterEffect {}

  /** Units the regions' counters grew by. */
  record Count(List<Usage> growth) implements ArbiterEffect {}

  /** Every edge that is there holds {@code revision}, so long after it was committed. */
  record Propagated(long revision, long afterNanos) implements ArbiterEffect {}

  /** Traffic of a region has moved, or does not after all. */
  record Moved(Proposal.Kind kind, Move.Phase result) implements ArbiterEffect {}

  /** A region says that it keeps a spill table from its edges; once for each table. */
  record TableRefused(String region, long revision) implements ArbiterEffect {}

  /** The mode changed. */
  record ChangeMode(ModeChange change) implements ArbiterEffect {}

  /** Replay is done: this arbiter leads and may serve. */
  record Lead(long epoch) implements ArbiterEffect {}

  /** Say that this arbiter leads under {@code epoch}, so that standbys can say where it is. */
  record Advertise(long epoch) implements ArbiterEffect {}

  /** This arbiter leads no more. */
  record StepDown() implements ArbiterEffect {}
}
