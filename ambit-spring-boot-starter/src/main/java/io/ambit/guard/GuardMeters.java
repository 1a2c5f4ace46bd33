package io.ambit.guard;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/**
 * {@code ambit_guard_seconds{outcome}}: how long asking took and what came of it, {@code admitted},
 * {@code refused} or {@code no_answer}. Thread-safe.
 */
final class GuardMeters {
  private final Timer admitted;
  private final Timer refused;
  private final Timer unanswered;

  GuardMeters(MeterRegistry registry) {
    this.admitted = timer(registry, "admitted");
    this.refused = timer(registry, "refused");
    this.unanswered = timer(registry, "no_answer");
  }

  private static Timer timer(MeterRegistry registry, String outcome) {
    return Timer.builder("ambit.guard")
        .description("Asking the edge about a request, by what came of it")
        .tag("outcome", outcome)
        .register(registry);
  }

  void count(Answer answer, long nanos) {
    Timer timer =
        switch (answer) {
          case Answer.Decided decided -> decided.admitted() ? admitted : refused;
          case Answer.None none -> unanswered;
        };
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }
}
