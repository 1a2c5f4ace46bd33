/** What decisions promise beyond the gate's ruling. */
@NullMarked
package io.ambit.edge.decision;

import org.jspecify.annotations.NullMarked;
