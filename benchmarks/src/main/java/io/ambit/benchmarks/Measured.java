package io.ambit.benchmarks;

/**
 * One benchmark in one round.
 *
 * @param name {@code Class.method}
 * @param parameters as JMH tells them, empty if there are none
 * @param nanos per operation: the median of the iterations
 * @param bytes allocated per operation
 */
record Measured(String name, String parameters, double nanos, double bytes) {}
