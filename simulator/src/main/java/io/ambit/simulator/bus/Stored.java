package io.ambit.simulator.bus;

import org.jspecify.annotations.Nullable;

/** A record at its place in a topic. */
public record Stored(String key, @Nullable Object value, long offset) {}
