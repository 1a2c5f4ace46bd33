package io.ambit.region.door.peer;

import org.jspecify.annotations.Nullable;

/** One region asks another for a vow; {@code region} is the one that asks. */
record VowRequest(@Nullable String region) {}
