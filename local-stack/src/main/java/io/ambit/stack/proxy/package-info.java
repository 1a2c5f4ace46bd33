/**
 * A network that can be broken: a TCP proxy that stands in the way between two processes and, while
 * they talk, cuts one way or both, delays, or resets. It knows nothing of what passes.
 */
@NullMarked
package io.ambit.stack.proxy;

import org.jspecify.annotations.NullMarked;
