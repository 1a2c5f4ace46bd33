/**
 * Schedules of moves of write homes: the rules that ship ({@link io.ambit.home.Saga}, what the
 * arbiter concludes from reports, leases of writes, the store's check) among two arbiters, regions
 * and edges that are late, deaf, killed or of another time, a hundred thousand of them in seconds.
 */
@NullMarked
package io.ambit.simulator.home;

import org.jspecify.annotations.NullMarked;
