package io.ambit.edge.door.http;

import io.ambit.edge.admission.Costs;
import io.ambit.model.Operation;
import io.ambit.model.Priority;

/** A request for a decision, checked. */
record Asked(String tenant, Operation operation, Priority priority, Costs costs) {}
