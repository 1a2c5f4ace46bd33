package io.ambit.edge.backend;

import org.jspecify.annotations.Nullable;

/**
 * What became of an admitted request, as its caller tells.
 *
 * @param pool null for the one the backend is in, else the default one
 * @param backend null where the edge named none
 * @param tookNanos from when it was sent to when it came back, at least 0
 */
public record Outcome(
    @Nullable String pool, @Nullable String backend, long tookNanos, boolean success) {}
