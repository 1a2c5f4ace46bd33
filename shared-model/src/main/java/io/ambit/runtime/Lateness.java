package io.ambit.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Records how late each tick of the loop was, as {@code ambit_tick_lateness_seconds}. */
public final class Lateness implements LongConsumer {
  private final Timer timer;

  public Lateness(MeterRegistry meters) {
    timer =
        Timer.builder("ambit.tick.lateness")
            .serviceLevelObjectives(
                Duration.ofMillis(1),
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                Duration.ofMillis(250),
                Duration.ofSeconds(1))
            .register(meters);
  }

  @Override
  public void accept(long lateNanos) {
    timer.record(lateNanos, TimeUnit.NANOSECONDS);
  }
}
