package io.ambit.runtime;

import io.ambit.mode.ModeChange;
import io.ambit.model.Mode;
import io.ambit.model.Words;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the process's mode as a state set, counts its changes and logs each once. Thread-safe. */
public final class ModeMeters {
  private static final Logger LOG = LoggerFactory.getLogger(ModeMeters.class);

  private final MeterRegistry meters;
  private volatile Mode mode = Mode.RECOVERY;

  public ModeMeters(MeterRegistry meters) {
    this.meters = meters;
    for (Mode each : Mode.values()) {
      Gauge.builder("ambit.mode", () -> mode == each ? 1 : 0)
          .tag("mode", Words.of(each))
          .register(meters);
    }
  }

  public void changed(ModeChange change) {
    mode = change.to();
    String from = Words.of(change.from());
    String to = Words.of(change.to());
    meters
        .counter("ambit.mode.transitions", "from", from, "to", to, "reason", change.reason())
        .increment();
    LOG.info("Mode {} -> {} ({})", from, to, change.reason());
  }
}
