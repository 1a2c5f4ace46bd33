package io.ambit.edge.door.http;

import io.ambit.edge.EdgeProperties;
import io.ambit.edge.backend.Pools;
import io.ambit.edge.backend.Spillway;
import io.ambit.edge.core.EdgeCore;
import io.ambit.edge.core.leaf.Leaves;
import io.ambit.edge.core.leaf.Strategy;
import io.ambit.lease.Durations;
import io.ambit.lease.HeldLease;
import io.ambit.lease.Stamp;
import io.ambit.model.Limit;
import io.ambit.model.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/status}: how this edge is and what it holds, with how old that is. */
@RestController
final class StatusDoor {
  private static final int MOST_LEASES = 1_000;

  private final LoopQuestions core;
  private final String region;
  private final Spillway spillway;
  private final Pools pools;

  StatusDoor(LoopQuestions core, EdgeProperties properties, Spillway spillway, Pools pools) {
    this.core = core;
    this.spillway = spillway;
    this.pools = pools;
    this.region = properties.region();
  }

  /**
   * How the edge is.
   *
   * @param parentAgeMillis how old the report is that the region last answered; null before the
   *     first answer
   * @param applied the newest grant it acts on
   * @param persisted the newest grant a restart would go on from
   * @param strangers tenants bound by the default budget
   * @param leafCount buckets that proxies fill by themselves and were told something
   * @param leaves the first {@value #MOST_LEASES} of them
   * @param spill what leaves this region, why, and by which row
   * @param leases the first {@value #MOST_LEASES} of {@code leaseCount}
   */
  record Status(
      String node,
      String region,
      String boot,
      String mode,
      String reason,
      long policyRevision,
      @Nullable Long parentAgeMillis,
      Grant applied,
      Grant persisted,
      int strangers,
      int leaseCount,
      List<Lease> leases,
      int leafCount,
      List<Leaf> leaves,
      SpillView spill) {}

  /** Names a grant of the region. */
  record Grant(long epoch, long sequence) {
    static Grant of(Stamp stamp) {
      return new Grant(stamp.epoch(), stamp.sequence());
    }
  }

  /**
   * One bucket of one stream as it was last told.
   *
   * @param strategy tokens, allow_all or deny_all
   */
  record Leaf(
      String tenant,
      long stream,
      int bucket,
      String strategy,
      double ratePerSecond,
      long maxTokens,
      long ageMillis) {
    static Leaf of(Leaves.View view) {
      Strategy strategy = view.strategy();
      return new Leaf(
          view.tenant(),
          view.leaf().stream(),
          view.leaf().bucket(),
          switch (strategy) {
            case Strategy.Tokens tokens -> "tokens";
            case Strategy.AllowAll all -> "allow_all";
            case Strategy.DenyAll none -> "deny_all";
          },
          view.ratePerSecond(),
          strategy instanceof Strategy.Tokens tokens ? tokens.maxTokens() : 0,
          Durations.toMillis(view.ageNanos()));
    }
  }

  /** One limit as it is held: what the lease gives, and the floor that outlives it. */
  record Lease(
      String tenant,
      String limit,
      String rung,
      double ratePerSecond,
      double burst,
      double floorPerSecond,
      double floorBurst,
      long freshForMillis,
      long usableForMillis) {}

  @GetMapping("/v1/status")
  Status status() throws InterruptedException {
    return core.ask(this::status);
  }

  private Status status(EdgeCore core, long now) {
    List<Leaves.View> leaves = core.leaves().views(now);
    return new Status(
        core.node(),
        region,
        core.boot().toString(),
        Words.of(core.mode().mode()),
        core.mode().reason(),
        core.policy().revision(),
        core.held().ageNanos(now).map(Durations::toMillis).orElse(null),
        Grant.of(core.held().applied()),
        Grant.of(core.persisted()),
        core.strangers().size(),
        core.held().all().size(),
        core.held().all().values().stream()
            .limit(MOST_LEASES)
            .map(held -> lease(held, now))
            .toList(),
        leaves.size(),
        leaves.stream().limit(MOST_LEASES).map(Leaf::of).toList(),
        SpillView.of(region, spillway, pools, core.policy()));
  }

  private static Lease lease(HeldLease held, long now) {
    return new Lease(
        held.key().tenant(),
        held.key().limit(),
        Words.of(held.rung(now)),
        units(held.lease().rateMilli()),
        units(held.lease().depthMilli()),
        units(held.floor().rateMilli()),
        units(held.floor().depthMilli()),
        Durations.toMillis(Math.max(0, held.freshUntilNanos() - now)),
        Durations.toMillis(held.remainingNanos(now)));
  }

  private static double units(long milli) {
    return (double) milli / Limit.MILLI;
  }
}
