/** Asks backends whether they are well. */
@NullMarked
package io.ambit.edge.door.probe;

import org.jspecify.annotations.NullMarked;
