package io.ambit.edge.settlement;

import io.ambit.edge.admission.Charge;
import io.ambit.edge.admission.Reason;
import io.ambit.edge.admission.Verdict;
import io.ambit.model.Mode;
import io.ambit.model.Operation;
import io.ambit.model.Priority;
import org.jspecify.annotations.Nullable;

/**
 * What the id of a refused request says: the figures of its moment, so that a refusal is explained
 * by itself and nothing has to be remembered.
 *
 * @param charge what it asked for; nothing was debited
 * @param limit the limit that refused, else the tightest; empty if the tenant has none here
 * @param remaining whole units that were left of it here
 * @param leaseAgeMillis null while the region had never answered
 */
public record Refused(
    Charge charge,
    Operation operation,
    Priority priority,
    Verdict verdict,
    Reason reason,
    String limit,
    long remaining,
    long retryAfterMillis,
    Mode mode,
    long policyRevision,
    @Nullable Long leaseAgeMillis) {}
