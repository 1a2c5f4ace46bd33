/**
 * The edge agent as a process: configuration, and the wiring of its doors to its core and its gate.
 * It holds leases from its region and answers, from local memory alone, whether a request may go.
 */
@NullMarked
package io.ambit.edge;

import org.jspecify.annotations.NullMarked;
