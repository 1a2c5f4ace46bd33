package io.ambit.edge.door.http;

import io.ambit.model.Operation;
import io.ambit.model.Priority;

/**
 * A request for a decision, checked.
 *
 * @param cost units, 1 to 10⁹
 */
record Asked(String tenant, Operation operation, Priority priority, long cost) {}
