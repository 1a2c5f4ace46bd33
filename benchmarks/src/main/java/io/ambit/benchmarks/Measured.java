package io.ambit.benchmarks;

/**
 * One benchmark in one round.
 *
 * @param name {@code Class.method}, and {@code @threads} if there are several
 * @param parameters as JMH tells them, empty if there are none
 * @param nanos per operation: the median of its laps, or of the iterations if it runs none
 * @param bytes allocated per operation
 * @param tailNanos what one operation in a thousand takes at least, if they are timed one by one
 * @param kept the part of its laps that counted
 */
record Measured(
    String name, String parameters, double nanos, double bytes, double tailNanos, double kept) {}
