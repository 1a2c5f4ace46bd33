package io.ambit.edge.door.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.ambit.edge.core.EdgeCore;
import io.ambit.edge.core.EdgeEffect;
import io.ambit.edge.core.EdgeInput;
import io.ambit.edge.decision.Checks;
import io.ambit.edge.decision.DecisionJson;
import io.ambit.edge.decision.DecisionMeters;
import io.ambit.lease.WriteMark;
import io.ambit.model.WriteEpoch;
import io.ambit.problem.JsonBody;
import io.ambit.problem.Problem;
import io.ambit.runtime.Loop;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * {@code POST /v1/write-marks}: how far a store in this region has come with a tenant's writes,
 * under which epoch. At the source of a move that awaits marks the last write there is, said once
 * the store takes nothing under an older epoch; at its target how much of that is there.
 */
final class WriteMarksDoor extends Door {
  private static final long serialVersionUID = 1;

  private final transient Loop<EdgeInput, EdgeEffect, EdgeCore> loop;
  private final transient ObjectReader reader;

  /** The body, as it came. */
  record Body(@Nullable String tenant, @Nullable Long epoch, @Nullable Long mark) {}

  WriteMarksDoor(
      Loop<EdgeInput, EdgeEffect, EdgeCore> loop, DecisionMeters meters, ObjectMapper json) {
    super(meters, List.of("POST"));
    this.loop = loop;
    this.reader = json.readerFor(Body.class);
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Body body = JsonBody.read(request, reader, DecideDoor.LIMIT);
    Checks checks = new Checks();
    String tenant = checks.tenant("#/tenant", body.tenant());
    long epoch = number(checks, "#/epoch", body.epoch(), 1, WriteEpoch.MOST);
    long mark = number(checks, "#/mark", body.mark(), 0, Long.MAX_VALUE);
    checks.pass();
    if (!loop.offer(new EdgeInput.MarkTold(new WriteMark(tenant, epoch, mark)))) {
      throw Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "busy", "The agent's loop is busy.")
          .retryAfter(1)
          .asException();
    }
    JsonAnswer.send(
        response,
        "application/json",
        DecisionJson.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringField("tenant", tenant);
              json.writeNumberField("epoch", epoch);
              json.writeNumberField("mark", mark);
              json.writeEndObject();
            }));
  }

  /** How long a decision takes is told of decisions alone. */
  @Override
  void took(long nanos) {}

  private static long number(
      Checks checks, String at, @Nullable Long given, long least, long most) {
    if (given == null) {
      checks.add(at, "required", "is missing (expected: a whole number)");
      return least;
    }
    if (given < least || given > most) {
      checks.add(
          at,
          given < least ? "too_small" : "too_large",
          "%d (expected: %d to %d)".formatted(given, least, most));
      return least;
    }
    return given;
  }
}
