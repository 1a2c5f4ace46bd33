/**
 * What a decision costs, beside limiters that others use and the parts such things are made of. All
 * peers are limited far above what they are asked for, or have nothing left.
 */
@NullMarked
package io.ambit.benchmarks.gate;

import org.jspecify.annotations.NullMarked;
