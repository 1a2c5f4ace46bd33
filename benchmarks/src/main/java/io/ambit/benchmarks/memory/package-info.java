/** How much memory is taken up. */
@NullMarked
package io.ambit.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
