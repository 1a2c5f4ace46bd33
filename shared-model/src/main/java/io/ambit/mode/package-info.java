/** How a process says how it is doing: down at once, up step by step, always with a reason. */
@NullMarked
package io.ambit.mode;

import org.jspecify.annotations.NullMarked;
