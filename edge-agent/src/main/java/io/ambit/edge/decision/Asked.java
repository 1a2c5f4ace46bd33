package io.ambit.edge.decision;

import io.ambit.edge.admission.Costs;
import io.ambit.model.Operation;
import io.ambit.model.Priority;

/** A request for a decision, checked. */
public record Asked(String tenant, Operation operation, Priority priority, Costs costs) {}
