package io.ambit.edge.door.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.rpc.Status;
import io.ambit.edge.decision.Decision;
import io.ambit.edge.decision.DecisionHeaders;
import io.ambit.edge.decision.Refusal;
import io.ambit.problem.Problem;
import io.ambit.problem.ProblemWriter;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.envoyproxy.envoy.service.auth.v3.DeniedHttpResponse;
import io.envoyproxy.envoy.service.auth.v3.OkHttpResponse;
import io.envoyproxy.envoy.type.v3.HttpStatus;
import io.grpc.Status.Code;
import java.util.List;
import java.util.TreeMap;

/** Decisions as Envoy's authorization filter understands them. */
final class AuthorizationAnswers {
  private static final HeaderValueOption PROBLEM =
      header("Content-Type", "application/problem+json");

  /** What only we may say to the service behind: whatever a client sent of it goes. */
  private static final List<String> OURS = List.of("ambit-route", "ambit-fencing-token");

  private final DecisionHeaders headers;

  AuthorizationAnswers(DecisionHeaders headers) {
    this.headers = headers;
  }

  CheckResponse of(Decision decision) {
    return decision.admitted() ? goes(decision) : doesNot(decision);
  }

  /** The answer to a request that says what it must not. */
  CheckResponse wrong(Problem problem) {
    return denied(
        Code.INVALID_ARGUMENT,
        problem.status().value(),
        DeniedHttpResponse.newBuilder().setBody(text(ProblemWriter.bytes(problem))));
  }

  private CheckResponse goes(Decision decision) {
    TreeMap<String, String> directions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.direct(decision, directions::put);
    OkHttpResponse.Builder ok = OkHttpResponse.newBuilder();
    headers.tell(decision, (name, value) -> ok.addResponseHeadersToAdd(header(name, value)));
    directions.forEach((name, value) -> ok.addHeaders(header(name, value)));
    OURS.stream().filter(name -> !directions.containsKey(name)).forEach(ok::addHeadersToRemove);
    return CheckResponse.newBuilder()
        .setStatus(Status.newBuilder().setCode(Code.OK.value()))
        .setOkResponse(ok)
        .build();
  }

  private CheckResponse doesNot(Decision decision) {
    DeniedHttpResponse.Builder denied = DeniedHttpResponse.newBuilder();
    headers.tell(decision, (name, value) -> denied.addHeaders(header(name, value)));
    headers.direct(decision, (name, value) -> denied.addHeaders(header(name, value)));
    int status = Refusal.status(decision);
    return denied(
        decision.overQuota() ? Code.RESOURCE_EXHAUSTED : Code.UNAVAILABLE,
        status,
        denied.setBody(text(Refusal.bytes(decision, status))));
  }

  private static CheckResponse denied(Code code, int status, DeniedHttpResponse.Builder denied) {
    return CheckResponse.newBuilder()
        .setStatus(Status.newBuilder().setCode(code.value()))
        .setDeniedResponse(
            denied.addHeaders(PROBLEM).setStatus(HttpStatus.newBuilder().setCodeValue(status)))
        .build();
  }

  private static HeaderValueOption header(String name, String value) {
    return HeaderValueOption.newBuilder()
        .setHeader(HeaderValue.newBuilder().setKey(name).setValue(value))
        .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)
        .build();
  }

  private static String text(byte[] json) {
    return new String(json, UTF_8);
  }
}
