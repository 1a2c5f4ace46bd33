/**
 * Costs that are known only afterwards. An admitted request's id is its receipt: it says, sealed,
 * what was charged, so that nothing is remembered of a decision until it is settled (ADR-0014).
 */
@NullMarked
package io.ambit.edge.settlement;

import org.jspecify.annotations.NullMarked;
