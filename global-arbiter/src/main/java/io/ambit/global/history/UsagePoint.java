package io.ambit.global.history;

/**
 * One sample of one tenant, all its limits together.
 *
 * @param timeMillis wall clock, since 1970
 */
public record UsagePoint(long timeMillis, double offeredPerSecond, double admittedPerSecond) {}
