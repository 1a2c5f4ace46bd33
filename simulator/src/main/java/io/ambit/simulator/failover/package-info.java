/**
 * Traffic between regions, explored: commands of operators and of automation in any order, on the
 * arbiter's real core, against an oracle that knows the safety rules by heart and shares no code
 * with it.
 */
@NullMarked
package io.ambit.simulator.failover;

import org.jspecify.annotations.NullMarked;
