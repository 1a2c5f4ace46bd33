/**
 * The edge as a process of its own, the agent, and inside a process that it decides for:
 * configuration, and the wiring of its doors to its core and its gate. It holds leases from its
 * region and answers, from local memory alone, whether a request may go.
 */
@NullMarked
package io.ambit.edge;

import org.jspecify.annotations.NullMarked;
