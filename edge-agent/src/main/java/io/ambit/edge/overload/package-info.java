/**
 * Protects what is behind the edge from more work than it can do at once. What callers say became
 * of their requests teaches how many may be under way; how far that is exceeded is one figure, the
 * pressure, and each priority has its band of it (ADR-0025).
 *
 * <p>Any thread asks and tells, waiting for nobody; one, a loop's, learns. Time is an argument.
 */
@NullMarked
package io.ambit.edge.overload;

import org.jspecify.annotations.NullMarked;
