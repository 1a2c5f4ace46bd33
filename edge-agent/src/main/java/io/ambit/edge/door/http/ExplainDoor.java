package io.ambit.edge.door.http;

import io.ambit.edge.EdgeProperties;
import io.ambit.edge.admission.Bucket;
import io.ambit.edge.admission.Charge;
import io.ambit.edge.admission.Gate;
import io.ambit.edge.admission.Ruling;
import io.ambit.edge.admission.Verdict;
import io.ambit.edge.backend.Pools;
import io.ambit.edge.backend.Spillway;
import io.ambit.edge.core.EdgeCore;
import io.ambit.edge.core.HomeRule;
import io.ambit.edge.decision.Checks;
import io.ambit.edge.decision.Spelling;
import io.ambit.edge.settlement.Receipt;
import io.ambit.edge.settlement.Receipts;
import io.ambit.edge.settlement.Refused;
import io.ambit.lease.Durations;
import io.ambit.lease.HeldLease;
import io.ambit.model.Limit;
import io.ambit.model.Operation;
import io.ambit.model.Period;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.Words;
import io.ambit.problem.Pointers;
import io.ambit.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /v1/explain}: what a request of one unit would be answered now and what that rests on,
 * from this edge alone; with {@code decision}, also how that one was answered and why. Takes
 * nothing and counts nothing.
 */
@RestController
final class ExplainDoor {
  private final Gate gate;
  private final LoopQuestions core;
  private final Receipts receipts;
  private final String region;
  private final Spillway spillway;
  private final Pools pools;

  ExplainDoor(
      Gate gate,
      LoopQuestions core,
      Receipts receipts,
      EdgeProperties properties,
      Spillway spillway,
      Pools pools) {
    this.region = properties.region();
    this.spillway = spillway;
    this.pools = pools;
    this.gate = gate;
    this.core = core;
    this.receipts = receipts;
  }

  /**
   * The path of a decision.
   *
   * @param budget where the limits come from: {@code own}, {@code default} or {@code none}
   * @param setBy the operator's record behind it; null if there is none
   * @param grant what the leases come from
   * @param decision what was asked about; null if that was no decision
   */
  record Explanation(
      @Nullable Past decision,
      String tenant,
      String operation,
      String verdict,
      String reason,
      String enforcement,
      String mode,
      String modeReason,
      @Nullable Long parentAgeMillis,
      StatusDoor.Grant grant,
      String budget,
      @Nullable Setter setBy,
      @Nullable Home home,
      List<LimitPath> limits,
      SpillView spill) {}

  /**
   * Where writes of the tenant belong.
   *
   * @param here whether edges of this region are to admit them
   * @param admissibleForMillis how much longer this edge may admit writes that belong here without
   *     hearing from its region
   */
  record Home(
      String region,
      long epoch,
      String state,
      boolean here,
      long admissibleForMillis,
      Setter setBy) {}

  /**
   * A decision of this process, with the figures of its moment; those after {@code cost} are null
   * if the request went.
   *
   * @param ageMillis how long ago it was made
   * @param cost units of every limit but those in {@code costs}
   */
  record Past(
      String decisionId,
      long ageMillis,
      String verdict,
      long cost,
      SortedMap<String, Long> costs,
      @Nullable String operation,
      @Nullable String priority,
      @Nullable String reason,
      @Nullable String limit,
      @Nullable Long remaining,
      @Nullable Long retryAfterMillis,
      @Nullable String mode,
      @Nullable Long policyRevision,
      @Nullable Long leaseAgeMillis) {}

  /** Who set the budget, when and why. */
  record Setter(
      String actor, String reason, long revision, long generation, long updateTimeMillis) {}

  /**
   * One limit: the world's, what this edge has of it now, and for how long.
   *
   * @param kind {@code rate} or {@code period}
   * @param rung {@code none} before the first lease; {@code escrow} of a period budget
   * @param periodStartMillis and {@code periodEndMillis}: the period now; null of a rate limit
   */
  record LimitPath(
      String limit,
      String unit,
      String kind,
      long quota,
      long windowSeconds,
      long burst,
      @Nullable Long periodStartMillis,
      @Nullable Long periodEndMillis,
      String rung,
      double ratePerSecond,
      double depth,
      double floorPerSecond,
      long remaining,
      long freshForMillis,
      long usableForMillis,
      long retryAfterMillis) {}

  @GetMapping("/v1/explain")
  Explanation explain(
      @RequestParam(required = false) @Nullable String tenant,
      @RequestParam(required = false) @Nullable String operation,
      @RequestParam(required = false) @Nullable String decision)
      throws InterruptedException {
    if (decision != null) {
      return explain(decision);
    }
    Checks checks = new Checks();
    String name = checks.tenant(Pointers.query("tenant"), tenant);
    String doing = Spelling.of(checks.operation(Pointers.query("operation"), operation));
    checks.pass();
    return core.ask((state, now) -> explain(null, name, doing, state, now));
  }

  private static @Nullable Home home(String tenant, Ruling ruling, EdgeCore state, long now) {
    HomeRule home = ruling.home();
    return home == null
        ? null
        : state
            .policy()
            .live(PolicyKey.home(tenant))
            .map(
                record ->
                    new Home(
                        home.region(),
                        home.epoch(),
                        Words.of(home.state()),
                        home.here(),
                        Durations.toMillis(state.writesRemainingNanos(now)),
                        setter(record)))
            .orElse(null);
  }

  private Explanation explain(String id) throws InterruptedException {
    Optional<Refused> refused = receipts.readRefused(id);
    if (refused.isPresent()) {
      Refused why = refused.get();
      String doing = Spelling.of(why.operation());
      String tenant = why.charge().tenant();
      return core.ask((state, now) -> explain(past(id, why, now), tenant, doing, state, now));
    }
    Charge admitted =
        receipts.read(id).map(Receipt::charge).orElseThrow(() -> unknown().asException());
    String doing = Spelling.of(Operation.READ);
    return core.ask(
        (state, now) -> explain(past(id, admitted, now), admitted.tenant(), doing, state, now));
  }

  private static Past past(String id, Refused refused, long now) {
    Charge asked = refused.charge();
    return new Past(
        id,
        Durations.toMillis(now - asked.decidedNanos()),
        Spelling.of(refused.verdict()),
        asked.costs().others(),
        asked.costs().named(),
        Spelling.of(refused.operation()),
        Spelling.of(refused.priority()),
        Spelling.of(refused.reason()),
        refused.limit().isEmpty() ? null : refused.limit(),
        refused.remaining(),
        refused.retryAfterMillis(),
        Spelling.of(refused.mode()),
        refused.policyRevision(),
        refused.leaseAgeMillis());
  }

  private static Past past(String id, Charge admitted, long now) {
    return new Past(
        id,
        Durations.toMillis(now - admitted.decidedNanos()),
        Spelling.of(Verdict.ADMIT),
        admitted.costs().others(),
        admitted.costs().named(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static Problem unknown() {
    return Problem.of(HttpStatus.NOT_FOUND, "unknown-decision", "No such decision is known here.")
        .at(Pointers.query("decision"), "unknown", "is no id of this agent since it started")
        .hint("Ask the agent that decided, which must not have restarted since.");
  }

  private Explanation explain(
      @Nullable Past decision, String tenant, String operation, EdgeCore state, long now) {
    Ruling bar = operation.equals(Spelling.of(Operation.WRITE)) ? gate.barWrite(tenant, now) : null;
    Ruling ruling = bar == null ? gate.preview(tenant, now) : bar;
    Optional<PolicyRecord> own = state.policy().live(PolicyKey.budget(tenant));
    Optional<PolicyRecord> setter = own.or(() -> state.policy().live(PolicyKey.DEFAULT_BUDGET));
    return new Explanation(
        decision,
        tenant,
        operation,
        Spelling.of(ruling.verdict()),
        Spelling.of(ruling.reason()),
        Spelling.of(ruling.enforcement()),
        Spelling.of(state.mode().mode()),
        state.mode().reason(),
        state.held().ageNanos(now).map(Durations::toMillis).orElse(null),
        StatusDoor.Grant.of(state.held().applied()),
        own.isPresent() ? "own" : setter.isPresent() ? "default" : "none",
        setter.map(ExplainDoor::setter).orElse(null),
        home(tenant, ruling, state, now),
        ruling.limits().stream().map(limit -> path(limit, state, now)).toList(),
        SpillView.of(region, spillway, pools, state.policy()));
  }

  private static Setter setter(PolicyRecord record) {
    return new Setter(
        record.actor(),
        record.reason(),
        record.revision(),
        record.generation(),
        record.updateTimeMillis());
  }

  private static LimitPath path(Bucket bucket, EdgeCore state, long now) {
    Limit limit = bucket.limit();
    Optional<HeldLease> held = state.held().find(bucket.key());
    Period period = limit.isPeriodic() ? limit.periodAt(System.currentTimeMillis() / 1_000) : null;
    return new LimitPath(
        limit.name(),
        limit.unit(),
        period == null ? "rate" : "period",
        limit.quota(),
        limit.windowSeconds(),
        limit.burst(),
        period == null ? null : period.startSeconds() * 1_000,
        period == null ? null : period.endSeconds() * 1_000,
        period == null ? held.map(lease -> Words.of(lease.rung(now))).orElse("none") : "escrow",
        units(bucket.rateMilli(now)),
        units(bucket.depthMilli(now)),
        held.map(lease -> units(lease.floor().rateMilli())).orElse(0.0),
        bucket.remaining(now),
        held.map(lease -> millisUntil(lease.freshUntilNanos(), now)).orElse(0L),
        held.map(lease -> millisUntil(lease.usableUntilNanos(), now)).orElse(0L),
        Durations.toMillis(bucket.waitNanos(Limit.MILLI, now)));
  }

  private static long millisUntil(long endNanos, long now) {
    return Durations.toMillis(Math.max(0, endNanos - now));
  }

  private static double units(long milli) {
    return (double) milli / Limit.MILLI;
  }
}
