package io.ambit.region.door.http;

import io.ambit.failover.Finding;
import io.ambit.lease.Durations;
import io.ambit.lease.HeldLease;
import io.ambit.lease.LeaseParent;
import io.ambit.lease.Share;
import io.ambit.model.Limit;
import io.ambit.model.Words;
import io.ambit.region.core.RefusedTables;
import io.ambit.region.core.RegionCore;
import io.ambit.region.core.RegionEffect;
import io.ambit.region.core.RegionInput;
import io.ambit.runtime.Loop;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/status}: what this controller knows of the region, with how old it is. */
@RestController
@RequestMapping("/v1")
final class StatusDoor {
  private static final long PATIENCE_MILLIS = 1_000;

  private final Loop<RegionInput, RegionEffect, RegionCore> loop;
  private final RosterView roster;

  StatusDoor(Loop<RegionInput, RegionEffect, RegionCore> loop, RosterView roster) {
    this.loop = loop;
    this.roster = roster;
  }

  /**
   * How the region is.
   *
   * @param arbiterAgeMillis how old the report is that the arbiter last answered; null before the
   *     first answer
   * @param refusedTable the newest spill table, if it is kept from the edges; null if it is in
   *     force
   */
  record Status(
      String region,
      String mode,
      String reason,
      boolean leading,
      long policyRevision,
      @Nullable Long arbiterAgeMillis,
      String redis,
      int edges,
      List<Lease> leases,
      @Nullable RefusedTable refusedTable) {}

  /** A spill table that is kept from the edges, and what stands against it. */
  record RefusedTable(long revision, List<Against> findings) {
    static RefusedTable of(RefusedTables.Refused refused) {
      return new RefusedTable(
          refused.revision(), refused.findings().stream().map(Against::of).toList());
    }
  }

  /** What one rule says. */
  record Against(String rule, String message) {
    static Against of(Finding finding) {
      return new Against(Words.of(finding.rule()), finding.message());
    }
  }

  /** One limit: what the region holds, and the most that its edges may be using of it. */
  record Lease(
      String tenant,
      String limit,
      double ratePerSecond,
      double burst,
      double outstandingPerSecond,
      String rung,
      long remainingMillis) {}

  @GetMapping("/status")
  Status status() throws Exception {
    String redis = roster.isGone().getAsBoolean() ? "gone" : "there";
    return loop.ask(core -> status(core, System.nanoTime(), redis))
        .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static Status status(RegionCore core, long now, String redis) {
    return new Status(
        core.region(),
        Words.of(core.mode().mode()),
        core.mode().reason().toLowerCase(Locale.ROOT),
        core.leading(),
        core.policy().revision(),
        core.held().ageNanos(now).map(Durations::toMillis).orElse(null),
        redis,
        core.edges().roster(now).size(),
        core.held().all().values().stream().map(held -> lease(core.edges(), held, now)).toList(),
        core.refusedTables().now().map(RefusedTable::of).orElse(null));
  }

  private static Lease lease(LeaseParent edges, HeldLease held, long now) {
    Share usable = held.usable(now);
    return new Lease(
        held.key().tenant(),
        held.key().limit(),
        units(usable.rateMilli()),
        units(usable.depthMilli()),
        units(edges.outstanding(held.key()).rateMilli()),
        Words.of(held.rung(now)),
        Durations.toMillis(held.remainingNanos(now)));
  }

  private static double units(long milli) {
    return (double) milli / Limit.MILLI;
  }
}
