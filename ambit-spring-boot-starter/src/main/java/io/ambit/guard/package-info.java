/**
 * Asks an edge before a request of a Spring application is served: an agent, or one in the
 * application's own process. {@link io.ambit.guard.QuestionReader} is what an application replaces,
 * and {@link io.ambit.guard.FencingToken} what it asks of a write; the rest is settings.
 */
@NullMarked
package io.ambit.guard;

import org.jspecify.annotations.NullMarked;
