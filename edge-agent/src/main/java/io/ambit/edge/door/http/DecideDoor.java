package io.ambit.edge.door.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.ambit.edge.decision.Asked;
import io.ambit.edge.decision.Checks;
import io.ambit.edge.decision.Decider;
import io.ambit.edge.decision.Decision;
import io.ambit.edge.decision.DecisionHeaders;
import io.ambit.edge.decision.DecisionJson;
import io.ambit.edge.decision.DecisionMeters;
import io.ambit.problem.BodyLimit;
import io.ambit.problem.JsonBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** {@code POST /v1/decide}: 200 for every well-formed request, with the decision in the body. */
final class DecideDoor extends Door {
  static final BodyLimit LIMIT = new BodyLimit(64 * 1024);
  private static final long serialVersionUID = 1;

  private final transient Decider decider;
  private final transient DecisionHeaders headers;
  private final transient ObjectReader reader;

  DecideDoor(Decider decider, DecisionHeaders headers, DecisionMeters meters, ObjectMapper json) {
    super(meters, List.of("POST"));
    this.decider = decider;
    this.headers = headers;
    this.reader = json.readerFor(AskedBody.class);
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    AskedBody body = JsonBody.read(request, reader, LIMIT);
    Checks checks = new Checks();
    Asked asked = checked(checks, "#/", body);
    checks.pass();
    Decision decision = decider.decide(asked, decider.patience());
    headers.tell(decision, response::setHeader);
    headers.direct(decision, response::setHeader);
    JsonAnswer.send(response, "application/json", DecisionJson.bytes(decision));
  }

  static Asked checked(Checks checks, String at, AskedBody body) {
    return new Asked(
        checks.tenant(at + "tenant", body.tenant()),
        checks.operation(at + "operation", body.operation()),
        checks.priority(at + "priority", body.priority()),
        checks.costs(at, body.cost(), body.costs()),
        checks.pool(at + "pool", body.pool()),
        checks.requestId(at + "requestId", body.requestId()),
        checks.attempt(at + "attempt", body.attempt()),
        checks.routeKey(at + "routeKey", body.routeKey()),
        checks.origin(at + "origin", body.origin()));
  }
}
