package io.ambit.edge.admission;

import io.ambit.model.Enforcement;
import java.util.List;

/** One tenant at the gate: its buckets, and its answers made ahead of time. Immutable. */
final class TenantGate {
  private final LeaseBucket[] buckets;
  private final Ruling admitted;
  private final Ruling[] overBudget;
  private final Ruling[] controlLoss;

  TenantGate(Enforcement enforcement, List<LeaseBucket> limits) {
    this.buckets = limits.toArray(LeaseBucket[]::new);
    this.admitted = new Ruling(Verdict.ADMIT, Reason.OK, enforcement, limits, null);
    this.overBudget = refusals(Reason.OVER_BUDGET, enforcement, limits);
    this.controlLoss = refusals(Reason.CONTROL_LOSS, enforcement, limits);
  }

  /** Debits every limit, or none. */
  Ruling decide(long costMilli, long nowNanos) {
    for (LeaseBucket bucket : buckets) {
      bucket.offer(costMilli);
    }
    int refusing = debit(0, costMilli, nowNanos);
    Ruling ruling = refusing < 0 ? admitted : refusal(refusing, nowNanos);
    if (ruling.verdict() == Verdict.ADMIT) {
      for (LeaseBucket bucket : buckets) {
        bucket.counters().admitted(costMilli);
      }
    }
    return ruling;
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
  private int debit(int index, long costMilli, long nowNanos) {
    if (index == buckets.length) {
      return -1;
    }
    Stretch debited = buckets[index].debit(costMilli, nowNanos);
    if (debited == null) {
      return index;
    }
    int refusing = debit(index + 1, costMilli, nowNanos);
    if (refusing >= 0) {
      debited.refund(costMilli);
    }
    return refusing;
  }

  private Ruling refusal(int index, long nowNanos) {
    return buckets[index].onLease(nowNanos) ? overBudget[index] : controlLoss[index];
  }

  private static Ruling[] refusals(
      Reason reason, Enforcement enforcement, List<LeaseBucket> limits) {
    return limits.stream()
        .map(limit -> Ruling.refusal(reason, enforcement, limits, limit))
        .toArray(Ruling[]::new);
  }
}
