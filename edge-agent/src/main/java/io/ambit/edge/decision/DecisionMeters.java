package io.ambit.edge.decision;

import io.ambit.edge.admission.Correction;
import io.ambit.edge.admission.Reason;
import io.ambit.edge.admission.Verdict;
import io.ambit.edge.settlement.Settlement;
import io.ambit.model.Enforcement;
import io.ambit.model.Mode;
import io.ambit.model.Priority;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Counts decisions. Every counter is made at the start, so that none is looked up by its tags when
 * a request passes.
 */
@Component
public final class DecisionMeters {
  private static final List<Reason> BY_LIMITS =
      List.of(
          Reason.OK, Reason.OVER_BUDGET, Reason.CONTROL_LOSS, Reason.OVERLOAD, Reason.NO_BACKEND);

  private final Map<Reason, Map<Enforcement, Map<Priority, Counter>>> decisions =
      new EnumMap<>(Reason.class);
  private final Map<Priority, Counter> stale = new EnumMap<>(Priority.class);
  private final Map<Mode, Counter> fallbacks = new EnumMap<>(Mode.class);
  private final Map<String, Counter> settlements = new TreeMap<>();
  private final Map<String, Counter> outcomes = new TreeMap<>();
  private final Counter fenced;
  private final Timer duration;
  private final MeterRegistry meters;

  DecisionMeters(MeterRegistry meters) {
    this.meters = meters;
    for (Reason reason : BY_LIMITS) {
      for (Enforcement enforcement : Enforcement.values()) {
        prepare(meters, reason, enforcement);
      }
    }
    prepare(meters, Reason.UNKNOWN_TENANT, Enforcement.ENFORCE);
    prepare(meters, Reason.NOT_HOME, Enforcement.ENFORCE);
    fenced = meters.counter("ambit.fenced.writes");
    for (Priority priority : Priority.values()) {
      stale.put(
          priority,
          decision(meters, Verdict.SERVE_STALE, Reason.NO_BACKEND, Enforcement.ENFORCE, priority));
    }
    for (Mode mode : List.of(Mode.DEGRADED, Mode.FLOOR, Mode.RECOVERY)) {
      fallbacks.put(mode, meters.counter("ambit.decision.fallback", "mode", Spelling.of(mode)));
    }
    for (String result : List.of("exact", "refunded", "debited", "written_off")) {
      settlements.put(result, meters.counter("ambit.settlements", "result", result));
    }
    for (String result : List.of("success", "failure", "ignored")) {
      outcomes.put(result, meters.counter("ambit.outcomes", "result", result));
    }
    duration = duration(meters);
  }

  private void prepare(MeterRegistry meters, Reason reason, Enforcement enforcement) {
    Map<Priority, Counter> byPriority = new EnumMap<>(Priority.class);
    for (Priority priority : Priority.values()) {
      boolean goes = reason == Reason.OK || enforcement == Enforcement.SHADOW;
      Verdict verdict = goes ? Verdict.ADMIT : Verdict.SHED;
      byPriority.put(priority, decision(meters, verdict, reason, enforcement, priority));
    }
    decisions
        .computeIfAbsent(reason, same -> new EnumMap<>(Enforcement.class))
        .put(enforcement, byPriority);
  }

  void count(Decision decision) {
    Priority priority = decision.asked().priority();
    increment(
        decision.ruling().verdict() == Verdict.SERVE_STALE
            ? stale.get(priority)
            : decisions
                .getOrDefault(decision.ruling().reason(), Map.of())
                .getOrDefault(decision.ruling().enforcement(), Map.of())
                .get(priority));
    increment(fallbacks.get(decision.standing().mode()));
    if (decision.ruling().reason() == Reason.NOT_HOME) {
      fenced.increment();
    }
  }

  /** Counts a request that left the region, or found no room outside. At most 64 regions are. */
  void spilled(Way way, boolean goes) {
    Counter.builder("ambit.decisions.spilled")
        .tag("to", goes && way.elsewhere() != null ? way.elsewhere() : "nowhere")
        .tag("cause", way.cause() == null ? "none" : Spelling.of(way.cause()))
        .register(meters)
        .increment();
  }

  /** Counts an answer to a settlement under the worst of what it says. */
  public void count(Settlement settlement) {
    String result = "exact";
    for (Correction each : settlement.corrections()) {
      if (each.writtenOffMilli() > 0) {
        result = "written_off";
      } else if (each.debitedMilli() > 0 && !result.equals("written_off")) {
        result = "debited";
      } else if (each.refundedMilli() > 0 && result.equals("exact")) {
        result = "refunded";
      }
    }
    increment(settlements.get(result));
  }

  /** Counts what a proxy says it decided by itself. */
  public void countLeaf(Priority priority, long allowed, long denied) {
    add(Reason.OK, priority, allowed);
    add(Reason.OVER_BUDGET, priority, denied);
  }

  private void add(Reason reason, Priority priority, long count) {
    Counter counter =
        decisions
            .getOrDefault(reason, Map.of())
            .getOrDefault(Enforcement.ENFORCE, Map.of())
            .get(priority);
    if (counter != null) {
      counter.increment(count);
    }
  }

  /** Counts what a caller told of a request. */
  public void count(boolean success, boolean taken) {
    increment(outcomes.get(taken ? success ? "success" : "failure" : "ignored"));
  }

  private static void increment(@Nullable Counter counter) {
    if (counter != null) {
      counter.increment();
    }
  }

  /** Records how long one request was here, from its first byte read to its answer written. */
  public void took(long nanos) {
    duration.record(nanos, TimeUnit.NANOSECONDS);
  }

  private static Counter decision(
      MeterRegistry meters,
      Verdict verdict,
      Reason reason,
      Enforcement enforcement,
      Priority priority) {
    return Counter.builder("ambit.decisions")
        .tag("decision", Spelling.of(verdict))
        .tag("reason", Spelling.of(reason))
        .tag("enforcement", Spelling.of(enforcement))
        .tag("priority", Spelling.of(priority))
        .register(meters);
  }

  private static Timer duration(MeterRegistry meters) {
    return Timer.builder("ambit.decision.duration")
        .minimumExpectedValue(Duration.ofNanos(1_000))
        .maximumExpectedValue(Duration.ofSeconds(1))
        .serviceLevelObjectives(
            Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 20_000, 100_000)
                .map(micros -> Duration.ofNanos(micros * 1_000L))
                .toArray(Duration[]::new))
        .register(meters);
  }
}
