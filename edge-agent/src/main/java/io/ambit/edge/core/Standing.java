package io.ambit.edge.core;

import io.ambit.model.Mode;
import org.jspecify.annotations.Nullable;

/**
 * How the edge stands, as every answer says it.
 *
 * @param reason a short word fit for a metric's label
 * @param answeredNanos when this process sent the report that the region answered last, on its own
 *     monotonic clock; null before the first answer
 */
public record Standing(
    Mode mode, String reason, long policyRevision, @Nullable Long answeredNanos) {}
