package io.ambit.edge.door.http;

import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/decide}, as it came.
 *
 * @param pool and {@code routeKey}: what a backend is chosen by
 */
record AskedBody(
    @Nullable String tenant,
    @Nullable String operation,
    @Nullable String priority,
    @Nullable Long cost,
    @Nullable String pool,
    @Nullable String routeKey) {}
