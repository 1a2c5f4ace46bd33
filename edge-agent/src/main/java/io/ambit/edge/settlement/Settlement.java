package io.ambit.edge.settlement;

import io.ambit.edge.admission.Correction;
import java.util.List;

/** How a request was settled: the same however often it is asked for. */
public record Settlement(String tenant, List<Correction> corrections) {
  public Settlement {
    corrections = List.copyOf(corrections);
  }
}
