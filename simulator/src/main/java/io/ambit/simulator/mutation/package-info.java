/** Rules taken out of the cores one at a time, to show that a run would notice. */
@NullMarked
package io.ambit.simulator.mutation;

import org.jspecify.annotations.NullMarked;
