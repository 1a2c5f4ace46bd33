package io.ambit.edge.door.grpc;

import io.ambit.edge.admission.Costs;
import io.ambit.edge.decision.Asked;
import io.ambit.edge.decision.Checks;
import io.ambit.edge.decision.Decider;
import io.ambit.edge.decision.DecisionMeters;
import io.ambit.problem.Pointers;
import io.ambit.problem.ProblemException;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.stub.StreamObserver;
import java.util.Map;

/**
 * Envoy's external authorization: like {@code /v1/check}, from the headers Envoy forwards. What the
 * route's {@code context_extensions} say wins over headers, since no client can write those.
 */
final class AuthorizationDoor extends AuthorizationGrpc.AuthorizationImplBase {
  /** Envoy writes the names of headers small. */
  private static final String PREFIX = "ambit-";

  private final Decider decider;
  private final AuthorizationAnswers answers;
  private final DecisionMeters meters;

  AuthorizationDoor(Decider decider, AuthorizationAnswers answers, DecisionMeters meters) {
    this.decider = decider;
    this.answers = answers;
    this.meters = meters;
  }

  @Override
  public void check(CheckRequest request, StreamObserver<CheckResponse> observer) {
    long startNanos = System.nanoTime();
    observer.onNext(answer(request.getAttributes()));
    observer.onCompleted();
    meters.took(System.nanoTime() - startNanos);
  }

  private CheckResponse answer(AttributeContext attributes) {
    try {
      return answers.of(decider.decide(read(attributes)));
    } catch (ProblemException refused) {
      return answers.wrong(refused.problem());
    }
  }

  private static Asked read(AttributeContext attributes) {
    Map<String, String> headers = attributes.getRequest().getHttp().getHeadersMap();
    Map<String, String> route = attributes.getContextExtensionsMap();
    Checks checks = new Checks();
    Asked asked =
        Questions.read(
            checks,
            name -> route.containsKey(name) ? route.get(name) : headers.get(PREFIX + name),
            name -> Pointers.header(PREFIX + name),
            Costs.ONE);
    checks.pass();
    return asked;
  }
}
