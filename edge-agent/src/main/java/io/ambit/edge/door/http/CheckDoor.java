package io.ambit.edge.door.http;

import io.ambit.edge.decision.Asked;
import io.ambit.edge.decision.Checks;
import io.ambit.edge.decision.Decider;
import io.ambit.edge.decision.Decision;
import io.ambit.edge.decision.DecisionHeaders;
import io.ambit.edge.decision.DecisionMeters;
import io.ambit.edge.decision.Refusal;
import io.ambit.problem.Pointers;
import io.ambit.problem.Problem;
import io.ambit.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;

/**
 * {@code /v1/check} and {@code /v1/check/nginx}: headers in; an empty 200 if the request goes, a
 * problem if not. What nginx asks knows but yes (200) and no (403), anything else it turns into an
 * error of its own, so that door answers 403 to whatever is wrong, and says in {@code Ambit-Status}
 * what it would have been.
 */
final class CheckDoor extends Door {
  private static final long serialVersionUID = 1;

  private final transient Decider decider;
  private final transient DecisionHeaders headers;
  private final boolean forNginx;

  CheckDoor(Decider decider, DecisionHeaders headers, DecisionMeters meters, boolean forNginx) {
    super(meters, forNginx ? List.of("GET") : List.of("GET", "POST"));
    this.decider = decider;
    this.headers = headers;
    this.forNginx = forNginx;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Checks checks = new Checks();
    Asked asked = checked(checks, request);
    checks.pass();
    Decision decision = decider.decide(asked);
    headers.tell(decision, response::setHeader);
    headers.direct(decision, response::setHeader);
    if (decision.admitted()) {
      response.setContentLength(0);
    } else {
      refuse(response, decision);
    }
  }

  @Override
  void refuse(HttpServletRequest request, HttpServletResponse response, Problem problem)
      throws IOException {
    if (forNginx) {
      tellNginx(response, problem.status().value());
    }
    ProblemWriter.write(request, response, forNginx ? as(HttpStatus.FORBIDDEN, problem) : problem);
  }

  /** What its client should be answered, since the status of this answer cannot say it. */
  private static void tellNginx(HttpServletResponse response, int status) {
    response.setHeader("Ambit-Status", Integer.toString(status));
  }

  private static Asked checked(Checks checks, HttpServletRequest request) {
    return new Asked(
        checks.tenant(Pointers.header("Ambit-Tenant"), header(checks, request, "Ambit-Tenant")),
        checks.operation(
            Pointers.header("Ambit-Operation"), header(checks, request, "Ambit-Operation")),
        checks.priority(
            Pointers.header("Ambit-Priority"), header(checks, request, "Ambit-Priority")),
        checks.costsText(Pointers.header("Ambit-Cost"), header(checks, request, "Ambit-Cost")),
        checks.pool(Pointers.header("Ambit-Pool"), header(checks, request, "Ambit-Pool")),
        requestId(checks, request),
        checks.attemptText(
            Pointers.header("Ambit-Attempt"), header(checks, request, "Ambit-Attempt")),
        checks.routeKey(
            Pointers.header("Ambit-Route-Key"), header(checks, request, "Ambit-Route-Key")),
        checks.origin(Pointers.header("Ambit-Origin"), header(checks, request, "Ambit-Origin")));
  }

  /** The caller's own header, else the one that proxies set, if it can be one. */
  private static @Nullable String requestId(Checks checks, HttpServletRequest request) {
    String own = header(checks, request, "Ambit-Request-Id");
    if (own != null) {
      return checks.requestId(Pointers.header("Ambit-Request-Id"), own);
    }
    String proxys = request.getHeader("X-Request-Id");
    boolean usable =
        proxys != null && !proxys.isEmpty() && proxys.length() <= Checks.LONGEST_REQUEST_ID;
    return usable ? proxys : null;
  }

  /** A header said twice may be one the client smuggled in beside the proxy's. */
  private static @Nullable String header(Checks checks, HttpServletRequest request, String name) {
    Enumeration<String> values = request.getHeaders(name);
    if (!values.hasMoreElements()) {
      return null;
    }
    String value = values.nextElement();
    if (values.hasMoreElements()) {
      checks.add(Pointers.header(name), "duplicate_field", "is there twice");
    }
    return value;
  }

  private void refuse(HttpServletResponse response, Decision decision) throws IOException {
    int status = Refusal.status(decision);
    if (forNginx) {
      tellNginx(response, status);
      status = HttpServletResponse.SC_FORBIDDEN;
    }
    response.setStatus(status);
    JsonAnswer.send(
        response, MediaType.APPLICATION_PROBLEM_JSON_VALUE, Refusal.bytes(decision, status));
  }

  private static Problem as(HttpStatusCode status, Problem problem) {
    return new Problem(
        problem.type(),
        status,
        problem.title(),
        problem.detail(),
        problem.errors(),
        problem.hint(),
        problem.retryable(),
        problem.retryAfterSeconds());
  }
}
