package io.ambit.global.core;

import io.ambit.failover.Check;
import io.ambit.failover.Finding;
import io.ambit.failover.Proposal;
import io.ambit.failover.RegionLoad;
import io.ambit.failover.Spill;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would happen if a proposal were carried out now.
 *
 * @param revision the newest record of intent it rests on
 * @param regions the loads it rests on
 * @param findings what the safety rules say
 * @param spill what becomes of all traffic once it is done; null if nothing would be drained then
 * @param budgets what becomes of regions' shares of budgets with it
 */
public record Plan(
    Proposal proposal,
    long revision,
    List<RegionLoad> regions,
    List<Finding> findings,
    @Nullable Spill spill,
    BudgetForecast budgets) {
  public Plan {
    regions = List.copyOf(regions);
    findings = List.copyOf(findings);
  }

  Plan with(BudgetForecast forecast) {
    return new Plan(proposal, revision, regions, findings, spill, forecast);
  }

  public boolean passes() {
    return Check.passes(findings);
  }

  /** Whether {@code later} rests on the same as this one. */
  public boolean holdsAsOf(Plan later) {
    return revision == later.revision() && !Loads.differ(regions, later.regions());
  }
}
