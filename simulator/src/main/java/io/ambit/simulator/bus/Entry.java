package io.ambit.simulator.bus;

import org.jspecify.annotations.Nullable;

/** What is to be appended; a null value is a tombstone. */
public record Entry(String topic, String key, @Nullable Object value) {}
