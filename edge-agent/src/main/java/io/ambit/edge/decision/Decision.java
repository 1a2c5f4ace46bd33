package io.ambit.edge.decision;

import io.ambit.edge.admission.Bucket;
import io.ambit.edge.admission.Reason;
import io.ambit.edge.admission.Ruling;
import io.ambit.edge.admission.Verdict;
import io.ambit.edge.core.Standing;
import org.jspecify.annotations.Nullable;

/**
 * One answer with the figures of its moment.
 *
 * @param route null if the request does not go
 * @param limit the limit that refuses, else the tightest; null for a tenant without limits here
 * @param remaining whole units this edge could admit of it now
 * @param retryAfterMillis 0 if the request goes
 * @param leaseAgeMillis null while the region has never answered
 * @param resetSeconds until the limit is full again here, or until asking again may help
 */
public record Decision(
    String id,
    Asked asked,
    Ruling ruling,
    Standing standing,
    @Nullable Route route,
    @Nullable Bucket limit,
    long remaining,
    long retryAfterMillis,
    long resetSeconds,
    @Nullable Long leaseAgeMillis) {

  public boolean admitted() {
    return ruling.verdict() == Verdict.ADMIT;
  }

  /** Whether the refusal speaks of the budget, rather than of capacity that is missing. */
  public boolean overQuota() {
    return ruling.reason() == Reason.OVER_BUDGET || ruling.reason() == Reason.UNKNOWN_TENANT;
  }

  /** {@link #retryAfterMillis} as the header counts: whole seconds, never early. */
  public long retryAfterSeconds() {
    return (retryAfterMillis + 999) / 1_000;
  }
}
