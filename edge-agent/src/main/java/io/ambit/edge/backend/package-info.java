/**
 * What is behind the edge: pools, and how close each is to too much. Any thread asks where its
 * request goes and tells what became of it, waiting for nobody; one, the loop's, learns. Time and
 * chance are arguments.
 */
@NullMarked
package io.ambit.edge.backend;

import org.jspecify.annotations.NullMarked;
