/** What must hold at every moment, and what must come to hold once faults have ended. */
@NullMarked
package io.ambit.simulator.invariant;

import org.jspecify.annotations.NullMarked;
