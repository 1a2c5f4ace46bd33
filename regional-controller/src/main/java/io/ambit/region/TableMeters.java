package io.ambit.region;

import io.ambit.failover.Finding;
import io.ambit.region.core.RefusedTables.Refused;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Counts spill tables that are kept from the edges, and logs each once. Thread-safe. */
@Component
class TableMeters {
  private static final Logger LOG = LoggerFactory.getLogger(TableMeters.class);

  private final Counter refused;

  TableMeters(MeterRegistry meters) {
    this.refused = meters.counter("ambit.spill.tables.refused");
  }

  void refused(Refused table) {
    refused.increment();
    LOG.warn(
        "Spill table {} is kept from the edges, the one before stays in force: {}",
        table.revision(),
        String.join("; ", table.findings().stream().map(Finding::message).toList()));
  }
}
