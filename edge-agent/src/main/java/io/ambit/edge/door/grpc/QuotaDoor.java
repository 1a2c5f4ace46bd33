package io.ambit.edge.door.grpc;

import io.envoyproxy.envoy.service.rate_limit_quota.v3.RateLimitQuotaResponse;
import io.envoyproxy.envoy.service.rate_limit_quota.v3.RateLimitQuotaServiceGrpc;
import io.envoyproxy.envoy.service.rate_limit_quota.v3.RateLimitQuotaUsageReports;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/**
 * Envoy's {@code StreamRateLimitQuotas}: Envoy decides by itself, from buckets that the edge
 * assigns it and keeps assigning. Each bucket names the tenant in an entry.
 */
final class QuotaDoor extends RateLimitQuotaServiceGrpc.RateLimitQuotaServiceImplBase {
  private final QuotaStreams streams;

  QuotaDoor(QuotaStreams streams) {
    this.streams = streams;
  }

  @Override
  public StreamObserver<RateLimitQuotaUsageReports> streamRateLimitQuotas(
      StreamObserver<RateLimitQuotaResponse> answers) {
    QuotaStream stream = streams.open((ServerCallStreamObserver<RateLimitQuotaResponse>) answers);
    if (stream == null) {
      answers.onError(
          Status.RESOURCE_EXHAUSTED
              .withDescription("%d streams are open".formatted(QuotaStreams.MOST))
              .asRuntimeException());
      return new Nobody();
    }
    return stream;
  }

  /** Streams end with the port, or it would wait for them. */
  void close() {
    streams.endAll();
  }

  /** Hears what comes in after the refusal. */
  private static final class Nobody implements StreamObserver<RateLimitQuotaUsageReports> {
    @Override
    public void onNext(RateLimitQuotaUsageReports late) {}

    @Override
    public void onError(Throwable cancelled) {}

    @Override
    public void onCompleted() {}
  }
}
