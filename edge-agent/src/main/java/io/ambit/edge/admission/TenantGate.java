package io.ambit.edge.admission;

import io.ambit.edge.core.TenantRule;
import io.ambit.model.Enforcement;
import io.ambit.model.OnNoBackend;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One tenant at the gate: its buckets, and its answers made ahead of time. Immutable. */
final class TenantGate {
  private final Bucket[] buckets;
  private final Ruling admitted;
  private final Ruling overloaded;
  private final Ruling noBackend;
  private final Ruling[] overBudget;
  private final Ruling[] controlLoss;

  TenantGate(TenantRule rule, List<Bucket> limits) {
    Enforcement enforcement = rule.enforcement();
    this.buckets = limits.toArray(Bucket[]::new);
    this.admitted = new Ruling(Verdict.ADMIT, Reason.OK, enforcement, limits, null);
    this.overloaded = Ruling.withoutLimit(Reason.OVERLOAD, Verdict.SHED, enforcement, limits);
    this.noBackend =
        Ruling.withoutLimit(
            Reason.NO_BACKEND,
            rule.onNoBackend() == OnNoBackend.SERVE_STALE ? Verdict.SERVE_STALE : Verdict.SHED,
            enforcement,
            limits);
    this.overBudget = refusals(Reason.OVER_BUDGET, enforcement, limits);
    this.controlLoss = refusals(Reason.CONTROL_LOSS, enforcement, limits);
  }

  /** Debits every limit, or none; {@code othersMilli} of those that are not {@code named}. */
  Ruling decide(long othersMilli, Map<String, Long> named, long nowNanos, Ahead ahead) {
    for (Bucket bucket : buckets) {
      bucket.offer(cost(bucket, othersMilli, named));
    }
    Ruling ruling =
        ahead == Ahead.OVERLOADED ? overloaded : charge(othersMilli, named, nowNanos, ahead);
    if (ruling.verdict() == Verdict.ADMIT) {
      for (Bucket bucket : buckets) {
        bucket.counters().admitted(cost(bucket, othersMilli, named));
      }
    }
    return ruling;
  }

  private Ruling charge(long othersMilli, Map<String, Long> named, long nowNanos, Ahead ahead) {
    int refusing = debit(0, othersMilli, named, nowNanos, ahead);
    if (refusing < 0) {
      return admitted;
    }
    return refusing == buckets.length ? noBackend : refusal(refusing, nowNanos);
  }

  /** Makes up for what {@code charged} was off, limit by limit. */
  List<Correction> settle(Charge charge, Costs actual, long nowNanos) {
    return Stream.of(buckets)
        .map(bucket -> Correction.make(bucket, charge, actual, nowNanos))
        .toList();
  }

  Ruling preview(long nowNanos, Ahead ahead) {
    if (ahead == Ahead.OVERLOADED) {
      return overloaded;
    }
    for (int i = 0; i < buckets.length; i++) {
      if (buckets[i].remaining(nowNanos) == 0) {
        return refusal(i, nowNanos);
      }
    }
    return ahead == Ahead.NO_BACKEND ? noBackend : admitted;
  }

  /**
   * Debits the buckets from {@code index} on; each level of the recursion remembers what it took,
   * to give it back if one further on refuses, or what is behind the budget does.
   *
   * @return the index of the bucket that refuses, their number if what is behind does, or -1
   */
  private int debit(
      int index, long othersMilli, Map<String, Long> named, long nowNanos, Ahead ahead) {
    if (index == buckets.length) {
      return ahead == Ahead.NO_BACKEND ? index : -1;
    }
    long costMilli = cost(buckets[index], othersMilli, named);
    Bucket.Debited debited = buckets[index].debit(costMilli, nowNanos);
    if (debited == null) {
      return index;
    }
    int refusing = debit(index + 1, othersMilli, named, nowNanos, ahead);
    if (refusing >= 0) {
      debited.refund(costMilli);
    }
    return refusing;
  }

  private static long cost(Bucket bucket, long othersMilli, Map<String, Long> named) {
    return Costs.milliOf(bucket.key().limit(), othersMilli, named);
  }

  private Ruling refusal(int index, long nowNanos) {
    return buckets[index].onLease(nowNanos) ? overBudget[index] : controlLoss[index];
  }

  private static Ruling[] refusals(Reason reason, Enforcement enforcement, List<Bucket> limits) {
    return limits.stream()
        .map(limit -> Ruling.refusal(reason, enforcement, limits, limit))
        .toArray(Ruling[]::new);
  }
}
