package io.ambit.edge.decision;

import io.ambit.edge.admission.Bucket;
import io.ambit.edge.admission.Reason;
import io.ambit.edge.admission.Ruling;
import io.ambit.edge.admission.Verdict;
import io.ambit.edge.core.HomeRule;
import io.ambit.edge.core.Standing;
import io.ambit.model.Operation;
import org.jspecify.annotations.Nullable;

/**
 * One answer with the figures of its moment.
 *
 * @param route where it goes, or where a write has to go instead; null if neither
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

  /** What the store behind has to check a write by; null if it need not, or does not go. */
  public @Nullable Long fencingToken() {
    HomeRule home = ruling.home();
    boolean writes = asked.operation() == Operation.WRITE;
    return writes && home != null && admitted() ? Long.valueOf(home.epoch()) : null;
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
