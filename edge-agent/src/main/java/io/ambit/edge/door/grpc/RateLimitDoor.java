package io.ambit.edge.door.grpc;

import com.google.protobuf.UInt64Value;
import io.ambit.edge.admission.Costs;
import io.ambit.edge.decision.Asked;
import io.ambit.edge.decision.Checks;
import io.ambit.edge.decision.Decider;
import io.ambit.edge.decision.Decision;
import io.ambit.edge.decision.DecisionMeters;
import io.ambit.problem.ProblemException;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor.Entry;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitServiceGrpc;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Envoy's {@code ShouldRateLimit}: one decision for each descriptor, which names the tenant in an
 * entry. If one does not go the request does not, and what the others took is given back.
 *
 * <p>What Envoy's own configuration got wrong is an error, so that Envoy does what it was told to
 * do on errors; what a client may have got wrong is over limit, so that no client passes by it.
 */
final class RateLimitDoor extends RateLimitServiceGrpc.RateLimitServiceImplBase {
  static final int MOST_DESCRIPTORS = 10;

  private final Decider decider;
  private final RateLimitAnswers answers;
  private final DecisionMeters meters;

  RateLimitDoor(Decider decider, RateLimitAnswers answers, DecisionMeters meters) {
    this.decider = decider;
    this.answers = answers;
    this.meters = meters;
  }

  @Override
  public void shouldRateLimit(
      RateLimitRequest request, StreamObserver<RateLimitResponse> observer) {
    long startNanos = System.nanoTime();
    Status wrong = misconfigured(request);
    if (wrong.isOk()) {
      observer.onNext(answer(request));
      observer.onCompleted();
      meters.took(System.nanoTime() - startNanos);
    } else {
      observer.onError(wrong.asRuntimeException());
    }
  }

  private RateLimitResponse answer(RateLimitRequest request) {
    List<Asked> asked;
    try {
      asked = read(request);
    } catch (ProblemException refused) {
      return answers.wrong(request.getDescriptorsCount(), refused.problem());
    }
    Map<Asked, Decision> decisions = new LinkedHashMap<>();
    asked.forEach(each -> decisions.computeIfAbsent(each, decider::decide));
    if (!decisions.values().stream().allMatch(Decision::admitted)) {
      decisions.values().stream().filter(Decision::admitted).forEach(decider::withdraw);
    }
    return answers.of(asked.stream().map(decisions::get).toList());
  }

  private static List<Asked> read(RateLimitRequest request) {
    Checks checks = new Checks();
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < request.getDescriptorsCount(); i++) {
      RateLimitDescriptor descriptor = request.getDescriptors(i);
      String at = "#/descriptors/" + i + "/";
      Costs hits = Costs.of(checks.units(at + "hitsAddend", hits(request, descriptor), 0));
      asked.add(Questions.read(checks, name -> text(descriptor, name), name -> at + name, hits));
    }
    checks.pass();
    return asked;
  }

  /** A descriptor's own count wins; one that is left out is 1, one that is said may be 0. */
  private static long hits(RateLimitRequest request, RateLimitDescriptor descriptor) {
    if (descriptor.hasHitsAddend()) {
      UInt64Value own = descriptor.getHitsAddend();
      return own.getValue() < 0 ? Long.MAX_VALUE : own.getValue();
    }
    int common = request.getHitsAddend();
    return common == 0 ? 1 : Integer.toUnsignedLong(common);
  }

  private static @Nullable String text(RateLimitDescriptor descriptor, String name) {
    for (Entry entry : descriptor.getEntriesList()) {
      if (entry.getKey().equals(name)) {
        return entry.getValue();
      }
    }
    return null;
  }

  private static Status misconfigured(RateLimitRequest request) {
    int count = request.getDescriptorsCount();
    if (count < 1 || count > MOST_DESCRIPTORS) {
      return Status.INVALID_ARGUMENT.withDescription(
          "descriptors: %d (expected: 1 to %d)".formatted(count, MOST_DESCRIPTORS));
    }
    for (int i = 0; i < count; i++) {
      if (text(request.getDescriptors(i), Questions.TENANT) == null) {
        return Status.INVALID_ARGUMENT.withDescription(
            "descriptors[%d]: no entry 'tenant' (expected: every descriptor names one)"
                .formatted(i));
      }
    }
    return Status.OK;
  }
}
