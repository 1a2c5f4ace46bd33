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
 */
public record Asked(
    String tenant,
    Operation operation,
    Priority priority,
    Costs costs,
    @Nullable String pool,
    @Nullable String requestId) {}
