package io.ambit.edge.door.http;

import io.ambit.edge.admission.Bucket;
import io.ambit.edge.admission.Gate;
import io.ambit.edge.admission.Ruling;
import io.ambit.edge.core.EdgeCore;
import io.ambit.edge.decision.Checks;
import io.ambit.edge.decision.Spelling;
import io.ambit.lease.Durations;
import io.ambit.lease.HeldLease;
import io.ambit.model.Limit;
import io.ambit.model.Period;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.Words;
import io.ambit.problem.Pointers;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /v1/explain}: what a request of one unit would be answered now and what that rests on,
 * from this edge alone. Takes nothing and counts nothing.
 */
@RestController
final class ExplainDoor {
  private final Gate gate;
  private final LoopQuestions core;

  ExplainDoor(Gate gate, LoopQuestions core) {
    this.gate = gate;
    this.core = core;
  }

  /**
   * The path of a decision.
   *
   * @param budget where the limits come from: {@code own}, {@code default} or {@code none}
   * @param setBy the operator's record behind it; null if there is none
   * @param grant what the leases come from
   */
  record Explanation(
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
      List<LimitPath> limits) {}

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
      @RequestParam(required = false) @Nullable String operation)
      throws InterruptedException {
    Checks checks = new Checks();
    String name = checks.tenant(Pointers.query("tenant"), tenant);
    String doing = Spelling.of(checks.operation(Pointers.query("operation"), operation));
    checks.pass();
    return core.ask((state, now) -> explain(name, doing, state, now));
  }

  private Explanation explain(String tenant, String operation, EdgeCore state, long now) {
    Ruling ruling = gate.preview(tenant, now);
    Optional<PolicyRecord> own = state.policy().live(PolicyKey.budget(tenant));
    Optional<PolicyRecord> setter = own.or(() -> state.policy().live(PolicyKey.DEFAULT_BUDGET));
    return new Explanation(
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
        ruling.limits().stream().map(limit -> path(limit, state, now)).toList());
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
