package io.ambit.edge.admission;

/**
 * What an admitted request was charged, and when.
 *
 * @param decidedNanos on this process's monotonic clock
 * @param debited false if it was admitted in shadow although it was over: then no bucket paid
 */
public record Charge(String tenant, Costs costs, long decidedNanos, boolean debited) {}
