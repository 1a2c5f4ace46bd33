package io.ambit.edge.door.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.ambit.edge.admission.Bucket;
import io.ambit.edge.decision.Decision;
import io.ambit.edge.decision.DecisionHeaders;
import io.ambit.edge.decision.Refusal;
import io.ambit.model.Limit;
import io.ambit.problem.Problem;
import io.ambit.problem.ProblemWriter;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.DescriptorStatus;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.RateLimit;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;

/** Decisions as Envoy's rate limit filter understands them. */
final class RateLimitAnswers {
  /** What Envoy answers its client when a request is over limit, unless it is told otherwise. */
  private static final int OVER_LIMIT_STATUS = 429;

  /** Envoy counts in 32 bits. */
  private static final long MOST = 0xffff_ffffL;

  private static final String CONTENT_TYPE = "content-type";
  private static final String PROBLEM = "application/problem+json";

  /** A refusal tells more than an admission, and the longest wait most of all. */
  private static final Comparator<Decision> TELLING =
      Comparator.comparing(Decision::admitted)
          .thenComparing(Comparator.comparingLong(Decision::retryAfterMillis).reversed())
          .thenComparingLong(Decision::remaining);

  private final DecisionHeaders headers;

  RateLimitAnswers(DecisionHeaders headers) {
    this.headers = headers;
  }

  /** The answer to descriptors that were decided like this, in their order. */
  RateLimitResponse of(List<Decision> decisions) {
    Decision telling = decisions.stream().min(TELLING).orElseThrow();
    RateLimitResponse.Builder answer = RateLimitResponse.newBuilder().setOverallCode(code(telling));
    decisions.forEach(decision -> answer.addStatuses(status(decision)));
    headers.tell(telling, toClient(answer));
    if (telling.admitted()) {
      headers.direct(telling, (name, value) -> answer.addRequestHeadersToAdd(header(name, value)));
    } else {
      headers.direct(telling, toClient(answer));
      toClient(answer).accept(CONTENT_TYPE, PROBLEM);
      answer.setRawBody(ByteString.copyFrom(Refusal.bytes(telling, OVER_LIMIT_STATUS)));
    }
    return answer.build();
  }

  /** The answer to {@code count} descriptors of which one at least says what it must not. */
  RateLimitResponse wrong(int count, Problem problem) {
    RateLimitResponse.Builder answer =
        RateLimitResponse.newBuilder().setOverallCode(Code.OVER_LIMIT);
    for (int i = 0; i < count; i++) {
      answer.addStatuses(DescriptorStatus.newBuilder().setCode(Code.UNKNOWN));
    }
    toClient(answer).accept(CONTENT_TYPE, PROBLEM);
    return answer.setRawBody(ByteString.copyFrom(ProblemWriter.bytes(problem))).build();
  }

  private static DescriptorStatus status(Decision decision) {
    DescriptorStatus.Builder status = DescriptorStatus.newBuilder().setCode(code(decision));
    Bucket bucket = decision.limit();
    if (bucket != null) {
      status
          .setCurrentLimit(limit(bucket.key().limit(), bucket.limit()))
          .setLimitRemaining((int) Math.min(decision.remaining(), MOST))
          .setDurationUntilReset(Duration.newBuilder().setSeconds(decision.resetSeconds()));
    }
    return status.build();
  }

  private static Code code(Decision decision) {
    return decision.admitted() ? Code.OK : Code.OVER_LIMIT;
  }

  private static RateLimit limit(String name, Limit limit) {
    return RateLimit.newBuilder()
        .setName(name)
        .setRequestsPerUnit((int) Math.min(limit.quota(), MOST))
        .setUnit(unit(limit.windowSeconds()))
        .build();
  }

  private static RateLimit.Unit unit(long windowSeconds) {
    return switch ((int) windowSeconds) {
      case 1 -> RateLimit.Unit.SECOND;
      case 60 -> RateLimit.Unit.MINUTE;
      case (int) Limit.MIN_PERIOD_SECONDS -> RateLimit.Unit.HOUR;
      case (int) Limit.DAY_SECONDS -> RateLimit.Unit.DAY;
      case (int) Limit.WEEK_SECONDS -> RateLimit.Unit.WEEK;
      case (int) Limit.MONTH_SECONDS -> RateLimit.Unit.MONTH;
      default -> RateLimit.Unit.UNKNOWN;
    };
  }

  private static BiConsumer<String, String> toClient(RateLimitResponse.Builder answer) {
    return (name, value) -> answer.addResponseHeadersToAdd(header(name, value));
  }

  private static HeaderValue header(String name, String value) {
    return HeaderValue.newBuilder().setKey(name).setValue(value).build();
  }
}
