/**
 * A decision as every door tells it: the gate's ruling, and with it the figures of its moment, when
 * to ask again, and an id. Doors translate what they are asked into {@link Asked} and a {@link
 * Decision} into what their callers understand.
 */
@NullMarked
package io.ambit.edge.decision;

import org.jspecify.annotations.NullMarked;
