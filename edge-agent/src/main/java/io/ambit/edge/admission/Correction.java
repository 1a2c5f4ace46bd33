package io.ambit.edge.admission;

/**
 * What settling a request did to one limit, in milli-units.
 *
 * @param debitedMilli taken now because the request took more than it was charged
 * @param writtenOffMilli what it took beyond that and nobody pays: past the most debt there may be
 * @param refundedMilli given back because it took less; 0 once the terms have changed
 */
public record Correction(
    String limit,
    long chargedMilli,
    long actualMilli,
    long debitedMilli,
    long writtenOffMilli,
    long refundedMilli) {

  /**
   * Corrects {@code bucket}. What a request took beyond its charge counts as offered and admitted,
   * paid or not; what it took less is not uncounted, since counters only rise.
   */
  static Correction make(Bucket bucket, Charge charge, Costs actual, long nowNanos) {
    String limit = bucket.key().limit();
    long charged = charge.costs().milliOf(limit);
    long took = actual.milliOf(limit);
    long extra = Math.max(0, took - charged);
    long rest = Math.max(0, charged - took);
    if (extra > 0) {
      bucket.admitted(extra);
    }
    long debited = extra > 0 && charge.debited() ? bucket.overdraw(extra, nowNanos) : 0;
    long refunded = rest > 0 && charge.debited() ? bucket.giveBack(rest, charge.decidedNanos()) : 0;
    long writtenOff = charge.debited() ? extra - debited : 0;
    return new Correction(limit, charged, took, debited, writtenOff, refunded);
  }
}
