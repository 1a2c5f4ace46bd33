package io.ambit.edge.core;

import io.ambit.model.Limit;
import io.ambit.model.LimitKey;

/** One limit as the gate needs it: what it is in the world, and what this edge has of it. */
public record LimitRule(LimitKey key, Limit limit, Terms terms) {}
