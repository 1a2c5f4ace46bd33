/** The edge agent as a process, against a real broker on which the test plays the region. */
@NullMarked
package io.ambit.edge;

import org.jspecify.annotations.NullMarked;
