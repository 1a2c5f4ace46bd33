/**
 * The edge agent's decisions that are not a single request's: which leases it holds and what the
 * gate may admit on them, what it reports, what its disk must remember, how it is doing. Pure: time
 * is an argument, answers are effects.
 */
@NullMarked
package io.ambit.edge.core;

import org.jspecify.annotations.NullMarked;
