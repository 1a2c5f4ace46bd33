/** Leaves with worked numbers, and a whole tree of them under random faults. */
@NullMarked
package io.ambit.edge.core.leaf;

import org.jspecify.annotations.NullMarked;
