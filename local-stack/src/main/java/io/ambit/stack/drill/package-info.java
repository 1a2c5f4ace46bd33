/**
 * Drills: what operators must be able to count on, done on purpose to a stack that runs, and timed.
 */
@NullMarked
package io.ambit.stack.drill;

import org.jspecify.annotations.NullMarked;
