/** The gate's promises, on a clock the tests turn by hand. */
@NullMarked
package io.ambit.edge.admission;

import org.jspecify.annotations.NullMarked;
