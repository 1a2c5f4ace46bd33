package io.ambit.edge.door.http;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/decide}, as it came.
 *
 * @param cost units of every limit that {@code costs} do not name
 * @param requestId the same when a request is made again: it gets the same answer
 * @param attempt 1, or more if the request is made again
 * @param origin the region that sent it here; not said of this region's own users
 * @param pool and {@code routeKey}: what a backend is chosen by
 */
record AskedBody(
    @Nullable String tenant,
    @Nullable String operation,
    @Nullable String priority,
    @Nullable Long cost,
    @Nullable SortedMap<String, @Nullable Long> costs,
    @Nullable String pool,
    @Nullable String routeKey,
    @Nullable String requestId,
    @Nullable Long attempt,
    @Nullable String origin) {}
