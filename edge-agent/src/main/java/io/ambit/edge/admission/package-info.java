/**
 * The gate: may this request go, decided in local memory alone. It never waits, allocates, logs or
 * calls the core; the loop publishes what it decides by. Any number of threads decide while one,
 * the loop's, publishes and reads the counters.
 */
@NullMarked
package io.ambit.edge.admission;

import org.jspecify.annotations.NullMarked;
