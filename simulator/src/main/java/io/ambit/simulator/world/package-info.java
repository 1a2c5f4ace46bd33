/**
 * The processes: real cores with a clock, a disk and links of their own, and the people who use
 * them.
 */
@NullMarked
package io.ambit.simulator.world;

import org.jspecify.annotations.NullMarked;
