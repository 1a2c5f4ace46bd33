/** Situations with a name, how they are measured, and the bounds they are held to. */
@NullMarked
package io.ambit.simulator.scenario;

import org.jspecify.annotations.NullMarked;
