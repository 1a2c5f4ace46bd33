package io.ambit.edge.door.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ambit.edge.admission.Bucket;
import io.ambit.edge.admission.Reason;
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
 * error of its own, so that door answers 403 to whatever is wrong.
 */
final class CheckDoor extends Door {
  private static final long serialVersionUID = 1;
  private static final String TYPES = "https://iana.org/assignments/http-problem-types#";

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
    headers.write(response, decision);
    if (decision.admitted()) {
      response.setContentLength(0);
    } else {
      refuse(response, decision);
    }
  }

  @Override
  void refuse(HttpServletRequest request, HttpServletResponse response, Problem problem)
      throws IOException {
    ProblemWriter.write(request, response, forNginx ? as(HttpStatus.FORBIDDEN, problem) : problem);
  }

  private static Asked checked(Checks checks, HttpServletRequest request) {
    return new Asked(
        checks.tenant(Pointers.header("Ambit-Tenant"), header(checks, request, "Ambit-Tenant")),
        checks.operation(
            Pointers.header("Ambit-Operation"), header(checks, request, "Ambit-Operation")),
        checks.priority(
            Pointers.header("Ambit-Priority"), header(checks, request, "Ambit-Priority")),
        checks.costsText(Pointers.header("Ambit-Cost"), header(checks, request, "Ambit-Cost")));
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
    int status = decision.overQuota() ? 429 : 503;
    response.setStatus(forNginx ? 403 : status);
    DecisionJson.send(
        response,
        MediaType.APPLICATION_PROBLEM_JSON_VALUE,
        json -> write(json, decision, response.getStatus()));
  }

  private static void write(JsonGenerator json, Decision decision, int status) throws IOException {
    boolean quota = decision.overQuota();
    json.writeStartObject();
    json.writeStringField(
        "type", TYPES + (quota ? "quota-exceeded" : "temporary-reduced-capacity"));
    json.writeStringField("title", quota ? "Quota exceeded" : "Temporarily reduced capacity");
    json.writeNumberField("status", status);
    json.writeStringField("detail", detail(decision));
    json.writeBooleanField("retryable", true);
    json.writeStringField("tenant", decision.asked().tenant());
    DecisionJson.writeOutcome(json, decision);
    DecisionJson.writeEvidence(json, decision);
    json.writeEndObject();
  }

  private static String detail(Decision decision) {
    Bucket limit = decision.limit();
    if (decision.ruling().reason() == Reason.UNKNOWN_TENANT) {
      return "Nobody has set a budget for this tenant, nor a default one.";
    }
    boolean lost = decision.ruling().reason() == Reason.CONTROL_LOSS;
    if (limit == null) {
      return lost
          ? "This edge has not heard from its region yet."
          : "The tenant's first lease is on its way to this edge.";
    }
    if (limit.limit().isPeriodic()) {
      return "Of limit '%s' this edge has too little left in this period."
          .formatted(limit.key().limit());
    }
    return lost
        ? "The lease of limit '%s' has ended unrenewed, and the floor left of it is used up."
            .formatted(limit.key().limit())
        : "This edge has too little left of limit '%s' for now.".formatted(limit.key().limit());
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
