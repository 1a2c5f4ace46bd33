/** What the edge decides, on a clock the tests turn by hand. */
@NullMarked
package io.ambit.edge.core;

import org.jspecify.annotations.NullMarked;
