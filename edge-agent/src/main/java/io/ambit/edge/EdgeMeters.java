package io.ambit.edge;

import io.ambit.edge.admission.Gate;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** What the edge holds, for Prometheus: read from the gate, so it is what requests are told. */
@Component
class EdgeMeters {
  private final long startNanos = System.nanoTime();
  private final Counter ended;

  EdgeMeters(Gate gate, MeterRegistry meters) {
    this.ended = meters.counter("ambit.lease.expired");
    Gauge.builder("ambit.policy.revision", () -> gate.standing().policyRevision()).register(meters);
    Gauge.builder("ambit.lease.age.seconds", () -> ageSeconds(gate)).register(meters);
  }

  /** So many leases ended without being renewed. */
  void ended(int leases) {
    ended.increment(leases);
  }

  /** Before the first answer it counts from the start, so that a silent region is seen to be. */
  private double ageSeconds(Gate gate) {
    Long answeredNanos = gate.standing().answeredNanos();
    return (System.nanoTime() - (answeredNanos == null ? startNanos : answeredNanos)) / 1e9;
  }
}
