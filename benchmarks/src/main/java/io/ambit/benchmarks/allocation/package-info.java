/**
 * What it costs to share budgets out: the form that is shipped beside one pass over the same cells,
 * which nothing can be faster than, and beside the form that sorts.
 */
@NullMarked
package io.ambit.benchmarks.allocation;

import org.jspecify.annotations.NullMarked;
