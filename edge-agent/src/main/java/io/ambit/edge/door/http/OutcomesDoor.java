package io.ambit.edge.door.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.ambit.edge.backend.Outcome;
import io.ambit.edge.backend.Pools;
import io.ambit.edge.backend.Spillway;
import io.ambit.edge.decision.Checks;
import io.ambit.edge.decision.DecisionJson;
import io.ambit.edge.decision.DecisionMeters;
import io.ambit.problem.JsonBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/outcomes}: what became of admitted requests, up to {@value #MOST} at once. The
 * sooner they are told the better they protect; what is told twice counts twice.
 */
final class OutcomesDoor extends Door {
  static final int MOST = 1_000;
  private static final double LONGEST_MILLIS = 3_600_000;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final long serialVersionUID = 1;

  private final transient String region;
  private final transient Pools pools;
  private final transient Spillway spillway;
  private final transient DecisionMeters meters;
  private final transient ObjectReader reader;

  /** The body, as it came. */
  record Body(@Nullable List<@Nullable Told> outcomes) {}

  /** One outcome, as it came. */
  record Told(
      @Nullable String pool,
      @Nullable String backend,
      @Nullable String region,
      @Nullable Double latencyMillis,
      @Nullable Boolean success) {}

  OutcomesDoor(
      String region, Pools pools, Spillway spillway, DecisionMeters meters, ObjectMapper json) {
    super(meters, List.of("POST"));
    this.region = region;
    this.spillway = spillway;
    this.pools = pools;
    this.meters = meters;
    this.reader = json.readerFor(Body.class);
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Body body = JsonBody.read(request, reader, BatchDoor.LIMIT);
    Checks checks = new Checks();
    List<Outcome> outcomes = checked(checks, body.outcomes());
    checks.pass();
    long now = System.nanoTime();
    long taken = outcomes.stream().filter(each -> take(now, each)).count();
    JsonAnswer.send(
        response,
        "application/json",
        DecisionJson.bytes(
            json -> {
              json.writeStartObject();
              json.writeNumberField("accepted", taken);
              json.writeNumberField("ignored", outcomes.size() - taken);
              json.writeEndObject();
            }));
  }

  /** How long a decision takes is told of decisions alone. */
  @Override
  void took(long nanos) {}

  private boolean take(long now, Outcome outcome) {
    String from = outcome.region();
    boolean taken =
        from == null || from.equals(region)
            ? pools.end(now, outcome)
            : spillway.end(now, from, outcome.success());
    meters.count(outcome.success(), taken);
    return taken;
  }

  private static List<Outcome> checked(Checks checks, @Nullable List<@Nullable Told> told) {
    List<Outcome> outcomes = new ArrayList<>();
    if (told == null) {
      checks.add("#/outcomes", "required", "is missing (expected: an array)");
    } else if (told.isEmpty() || told.size() > MOST) {
      checks.add(
          "#/outcomes",
          told.isEmpty() ? "too_small" : "too_large",
          "%d outcomes (expected: 1 to %d)".formatted(told.size(), MOST));
    } else {
      for (int i = 0; i < told.size(); i++) {
        check(checks, "#/outcomes/" + i, told.get(i), outcomes);
      }
    }
    return outcomes;
  }

  private static void check(Checks checks, String at, @Nullable Told told, List<Outcome> outcomes) {
    if (told == null) {
      checks.add(at, "required", "expected: an object");
      return;
    }
    if (told.success() == null) {
      checks.add(at + "/success", "required", "is missing (expected: true or false)");
    }
    outcomes.add(
        new Outcome(
            checks.pool(at + "/pool", told.pool()),
            checks.pool(at + "/backend", told.backend()),
            checks.pool(at + "/region", told.region()),
            nanos(checks, at + "/latencyMillis", told.latencyMillis()),
            Boolean.TRUE.equals(told.success())));
  }

  private static long nanos(Checks checks, String at, @Nullable Double millis) {
    if (millis == null) {
      checks.add(at, "required", "is missing (expected: how long the request took)");
      return 0;
    }
    if (!(millis >= 0 && millis <= LONGEST_MILLIS)) {
      checks.add(
          at,
          millis < 0 ? "too_small" : "too_large",
          "expected: 0 to %.0f milliseconds".formatted(LONGEST_MILLIS));
      return 0;
    }
    return (long) (millis * NANOS_PER_MILLI);
  }
}
