package io.ambit.edge.core;

import io.ambit.edge.core.leaf.LeafAction;
import io.ambit.escrow.EscrowReport;
import io.ambit.lease.Report;
import io.ambit.mode.ModeChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything an edge agent can ask for. */
public sealed interface EdgeEffect {
  /** Decide by this from now on. */
  record PublishTable(GateTable table) implements EdgeEffect {}

  /** Send to the region. */
  record SendReport(Report report) implements EdgeEffect {}

  /** Tell the region of period budgets. */
  record ReportEscrow(EscrowReport report) implements EdgeEffect {}

  /** Tell leaves, once the table before this is in force. */
  record TellLeaves(List<LeafAction> actions) implements EdgeEffect {
    public TellLeaves {
      actions = List.copyOf(actions);
    }
  }

  /** Keep on disk, replacing what is there; answered by {@link EdgeInput.Persisted}. */
  record Persist(Snapshot snapshot) implements EdgeEffect {}

  /** The mode changed. */
  record ChangeMode(ModeChange change) implements EdgeEffect {}

  /** So many leases ended without being renewed. */
  record CountEnded(int leases) implements EdgeEffect {}

  /** The process may end, once {@code last} is sent if there is one. */
  record Finish(@Nullable Report last) implements EdgeEffect {}
}
