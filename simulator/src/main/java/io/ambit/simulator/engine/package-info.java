/**
 * Virtual time, the order of events, clocks that are wrong, and randomness that is keyed: what is
 * drawn for one message does not depend on what was drawn for another.
 */
@NullMarked
package io.ambit.simulator.engine;

import org.jspecify.annotations.NullMarked;
