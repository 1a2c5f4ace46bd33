package io.ambit.edge.door.grpc;

import io.ambit.edge.core.leaf.LeafAction;
import io.ambit.edge.core.leaf.LeafId;
import io.ambit.edge.core.leaf.LeafReport;
import io.ambit.edge.core.leaf.PlayedLeaf;
import io.ambit.edge.core.leaf.Strategy;
import io.envoyproxy.envoy.service.rate_limit_quota.v3.BucketId;
import io.envoyproxy.envoy.service.rate_limit_quota.v3.RateLimitQuotaResponse;
import io.envoyproxy.envoy.service.rate_limit_quota.v3.RateLimitQuotaResponse.BucketAction;
import io.envoyproxy.envoy.service.rate_limit_quota.v3.RateLimitQuotaServiceGrpc;
import io.envoyproxy.envoy.service.rate_limit_quota.v3.RateLimitQuotaUsageReports;
import io.envoyproxy.envoy.service.rate_limit_quota.v3.RateLimitQuotaUsageReports.BucketQuotaUsage;
import io.envoyproxy.envoy.type.v3.RateLimitStrategy;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One bucket of one Envoy on a real stream. Thread-safe. */
final class QuotaClient implements StreamObserver<RateLimitQuotaResponse>, AutoCloseable {
  private final BucketId bucket;
  private final PlayedLeaf leaf = new PlayedLeaf(1);
  private final StreamObserver<RateLimitQuotaUsageReports> reports;
  private final CompletableFuture<Status> ended = new CompletableFuture<>();
  private @Nullable BucketAction told;

  QuotaClient(Channel channel, Map<String, String> bucket) {
    this.bucket = BucketId.newBuilder().putAllBucket(bucket).build();
    this.reports = RateLimitQuotaServiceGrpc.newStub(channel).streamRateLimitQuotas(this);
  }

  synchronized void report() {
    LeafReport report = leaf.report(new LeafId(0, 0), "anybody");
    reports.onNext(
        RateLimitQuotaUsageReports.newBuilder()
            .setDomain("ambit")
            .addBucketQuotaUsages(
                BucketQuotaUsage.newBuilder()
                    .setBucketId(bucket)
                    .setNumRequestsAllowed(report.allowed())
                    .setNumRequestsDenied(report.denied()))
            .build());
  }

  synchronized boolean ask() {
    return leaf.ask(System.nanoTime());
  }

  /** The strategy it was told last; null before it was told any. */
  synchronized @Nullable RateLimitStrategy strategy() {
    return told == null ? null : told.getQuotaAssignmentAction().getRateLimitStrategy();
  }

  synchronized boolean fills() {
    return told != null
        && told.getQuotaAssignmentAction().getRateLimitStrategy().hasTokenBucket()
        && leaf.isAssigned(System.nanoTime());
  }

  /** Requests per second of the bucket it was told last; 0 without one. */
  synchronized double perSecond() {
    RateLimitStrategy last = strategy();
    return last == null || !last.hasTokenBucket()
        ? 0
        : (double) last.getTokenBucket().getTokensPerFill().getValue()
            / last.getTokenBucket().getFillInterval().getSeconds();
  }

  CompletableFuture<Status> ended() {
    return ended;
  }

  @Override
  public synchronized void onNext(RateLimitQuotaResponse response) {
    for (BucketAction action : response.getBucketActionList()) {
      if (action.getBucketId().equals(bucket) && action.hasQuotaAssignmentAction()) {
        told = action;
        leaf.read(System.nanoTime(), assignment(action));
      }
    }
  }

  /** As Envoy reads it: in whole seconds. */
  private static LeafAction.Assign assignment(BucketAction action) {
    RateLimitStrategy strategy = action.getQuotaAssignmentAction().getRateLimitStrategy();
    Strategy read =
        switch (strategy.getStrategyCase()) {
          case TOKEN_BUCKET ->
              new Strategy.Tokens(
                  strategy.getTokenBucket().getMaxTokens(),
                  strategy.getTokenBucket().getTokensPerFill().getValue());
          case BLANKET_RULE ->
              strategy.getBlanketRule() == RateLimitStrategy.BlanketRule.ALLOW_ALL
                  ? Strategy.ALLOW_ALL
                  : Strategy.DENY_ALL;
          default -> throw new AssertionError(strategy);
        };
    return new LeafAction.Assign(
        new LeafId(0, 0),
        read,
        (int) action.getQuotaAssignmentAction().getAssignmentTimeToLive().getSeconds());
  }

  @Override
  public void onError(Throwable failed) {
    ended.complete(Status.fromThrowable(failed));
  }

  @Override
  public void onCompleted() {
    ended.complete(Status.OK);
  }

  @Override
  public void close() {
    if (!ended.isDone()) {
      reports.onCompleted();
    }
  }
}
