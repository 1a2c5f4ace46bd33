package io.ambit.edge.decision;

import io.ambit.edge.admission.Costs;
import io.ambit.model.Operation;
import io.ambit.model.Priority;
import org.jspecify.annotations.Nullable;

/**
 * A request for a decision, checked.
 *
 * @param pool where it is to go; null for the default pool
 * @param requestId the caller's own name for the request, the same when it asks again; null if it
 *     has none
 * @param attempt 1 for the first, up to {@value #MOST_ATTEMPTS}
 * @param routeKey requests with the same one prefer the same backends; null if that is all one
 * @param origin the region that sent it here, which counts it; null for a user of this one
 */
public record Asked(
    String tenant,
    Operation operation,
    Priority priority,
    Costs costs,
    @Nullable String pool,
    @Nullable String requestId,
    int attempt,
    @Nullable String routeKey,
    @Nullable String origin) {
  /** More attempts than anybody makes. */
  public static final int MOST_ATTEMPTS = 100;
}
