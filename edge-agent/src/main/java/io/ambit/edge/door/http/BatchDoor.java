package io.ambit.edge.door.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.ambit.edge.decision.Asked;
import io.ambit.edge.decision.Checks;
import io.ambit.edge.decision.Decider;
import io.ambit.edge.decision.DecisionJson;
import io.ambit.edge.decision.DecisionMeters;
import io.ambit.problem.BodyLimit;
import io.ambit.problem.JsonBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/decide/batch}: up to {@value #MOST} decisions in order, each for itself. Either
 * all requests are well-formed or none is decided.
 */
final class BatchDoor extends Door {
  static final int MOST = 1_000;

  /**
   * Room for {@value #MOST} requests with every field at its longest, or ten limits named in each.
   */
  static final BodyLimit LIMIT = new BodyLimit(512 * 1024);

  private static final long serialVersionUID = 1;

  private final transient Decider decider;
  private final transient ObjectReader reader;

  /** The body, as it came. */
  record Batch(@Nullable List<@Nullable AskedBody> requests) {}

  BatchDoor(Decider decider, DecisionMeters meters, ObjectMapper json) {
    super(meters, List.of("POST"));
    this.decider = decider;
    this.reader = json.readerFor(Batch.class);
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Batch batch = JsonBody.read(request, reader, LIMIT);
    List<Asked> asked = checked(batch.requests());
    long untilNanos = decider.patience();
    JsonAnswer.send(
        response,
        "application/json",
        DecisionJson.bytes(asked.stream().map(each -> decider.decide(each, untilNanos)).toList()));
  }

  private static List<Asked> checked(@Nullable List<@Nullable AskedBody> bodies) {
    Checks checks = new Checks();
    List<Asked> asked = new ArrayList<>();
    if (bodies == null) {
      checks.add("#/requests", "required", "is missing (expected: an array)");
    } else if (bodies.isEmpty() || bodies.size() > MOST) {
      checks.add(
          "#/requests",
          bodies.isEmpty() ? "too_small" : "too_large",
          "%d requests (expected: 1 to %d)".formatted(bodies.size(), MOST));
    } else {
      for (int i = 0; i < bodies.size(); i++) {
        check(checks, i, bodies.get(i), asked);
      }
    }
    checks.pass();
    return asked;
  }

  private static void check(Checks checks, int index, @Nullable AskedBody body, List<Asked> asked) {
    String at = "#/requests/" + index;
    if (body == null) {
      checks.add(at, "required", "expected: an object");
    } else {
      asked.add(DecideDoor.checked(checks, at + "/", body));
    }
  }
}
