package io.ambit.edge.admission;

import io.ambit.model.Enforcement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One tenant at the gate: its buckets, and its answers made ahead of time. Immutable. */
final class TenantGate {
  private final Bucket[] buckets;
  private final Ruling admitted;
  private final Ruling[] overBudget;
  private final Ruling[] controlLoss;

  TenantGate(Enforcement enforcement, List<Bucket> limits) {
    this.buckets = limits.toArray(Bucket[]::new);
    this.admitted = new Ruling(Verdict.ADMIT, Reason.OK, enforcement, limits, null);
    this.overBudget = refusals(Reason.OVER_BUDGET, enforcement, limits);
    this.controlLoss = refusals(Reason.CONTROL_LOSS, enforcement, limits);
  }

  /** Debits every limit, or none; {@code othersMilli} of those that are not {@code named}. */
  Ruling decide(long othersMilli, Map<String, Long> named, long nowNanos) {
    for (Bucket bucket : buckets) {
      bucket.offer(cost(bucket, othersMilli, named));
    }
    int refusing = debit(0, othersMilli, named, nowNanos);
    Ruling ruling = refusing < 0 ? admitted : refusal(refusing, nowNanos);
    if (ruling.verdict() == Verdict.ADMIT) {
      for (Bucket bucket : buckets) {
        bucket.counters().admitted(cost(bucket, othersMilli, named));
      }
    }
    return ruling;
  }

  /** Makes up for what {@code charged} was off, limit by limit. */
  List<Correction> settle(Charge charge, Costs actual, long nowNanos) {
    return Stream.of(buckets)
        .map(bucket -> Correction.make(bucket, charge, actual, nowNanos))
        .toList();
  }

  Ruling preview(long nowNanos) {
    for (int i = 0; i < buckets.length; i++) {
      if (buckets[i].remaining(nowNanos) == 0) {
        return refusal(i, nowNanos);
      }
    }
    return admitted;
  }

  /**
   * Debits the buckets from {@code index} on; each level of the recursion remembers what it took,
   * to give it back if one further on refuses.
   *
   * @return the index of the bucket that refuses, or -1
   */
  private int debit(int index, long othersMilli, Map<String, Long> named, long nowNanos) {
    if (index == buckets.length) {
      return -1;
    }
    long costMilli = cost(buckets[index], othersMilli, named);
    Bucket.Debited debited = buckets[index].debit(costMilli, nowNanos);
    if (debited == null) {
      return index;
    }
    int refusing = debit(index + 1, othersMilli, named, nowNanos);
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
