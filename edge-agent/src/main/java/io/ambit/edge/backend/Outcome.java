package io.ambit.edge.backend;

import org.jspecify.annotations.Nullable;

/**
 * What became of an admitted request, as its caller tells.
 *
 * @param pool null for the one the backend is in, else the default one
 * @param backend null where the edge named none
 * @param region as the route named it; null for this edge's own
 * @param tookNanos from when it was sent to when it came back, at least 0
 */
public record Outcome(
    @Nullable String pool,
    @Nullable String backend,
    @Nullable String region,
    long tookNanos,
    boolean success) {
  /** Of a request that stayed in its region. */
  public Outcome(@Nullable String pool, @Nullable String backend, long tookNanos, boolean success) {
    this(pool, backend, null, tookNanos, success);
  }
}
