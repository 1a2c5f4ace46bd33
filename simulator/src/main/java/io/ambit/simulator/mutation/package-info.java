/**
 * Rules taken out of the cores one at a time, to show that a run would notice. Production code has
 * no switch for it: the source of one file is changed in memory, compiled, and loaded with
 * everything else into a class loader of its own, where the sweep then runs.
 */
@NullMarked
package io.ambit.simulator.mutation;

import org.jspecify.annotations.NullMarked;
