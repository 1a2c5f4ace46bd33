/**
 * Asks an edge agent before a request of a Spring application is served. {@link
 * io.ambit.guard.QuestionReader} is what an application replaces; the rest is settings.
 */
@NullMarked
package io.ambit.guard;

import org.jspecify.annotations.NullMarked;
