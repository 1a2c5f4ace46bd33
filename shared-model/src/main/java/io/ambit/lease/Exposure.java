package io.ambit.lease;

import io.ambit.model.LimitKey;

/** The most a node's own children may still be using of one limit: leases, and floors alone. */
public record Exposure(LimitKey key, Share lease, Share floor) {}
