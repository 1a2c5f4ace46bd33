package io.ambit.edge.door.grpc;

import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import io.ambit.edge.core.leaf.LeafAction;
import io.ambit.edge.core.leaf.Strategy;
import io.envoyproxy.envoy.service.rate_limit_quota.v3.BucketId;
import io.envoyproxy.envoy.service.rate_limit_quota.v3.RateLimitQuotaResponse.BucketAction;
import io.envoyproxy.envoy.service.rate_limit_quota.v3.RateLimitQuotaResponse.BucketAction.AbandonAction;
import io.envoyproxy.envoy.service.rate_limit_quota.v3.RateLimitQuotaResponse.BucketAction.QuotaAssignmentAction;
import io.envoyproxy.envoy.service.rate_limit_quota.v3.RateLimitQuotaUsageReports.BucketQuotaUsage;
import io.envoyproxy.envoy.type.v3.RateLimitStrategy;
import io.envoyproxy.envoy.type.v3.RateLimitStrategy.BlanketRule;
import io.envoyproxy.envoy.type.v3.TokenBucket;

/** What leaves are told, in Envoy's words. Times are whole seconds: Envoy cuts off what is less. */
final class QuotaAnswers {
  /** A bucket that cannot be a tenant's will not be one soon. */
  private static final int REFUSED_SECONDS = 60;

  private QuotaAnswers() {}

  static BucketAction of(BucketId bucket, LeafAction action) {
    return switch (action) {
      case LeafAction.Assign assign ->
          assigned(bucket, strategy(assign.strategy()), assign.ttlSeconds());
      case LeafAction.Abandon abandon -> abandoned(bucket);
    };
  }

  /** To a bucket that nobody keeps here: it is denied, and forgotten once it asks for nothing. */
  static BucketAction refused(BucketQuotaUsage usage) {
    return usage.getNumRequestsAllowed() == 0 && usage.getNumRequestsDenied() == 0
        ? abandoned(usage.getBucketId())
        : assigned(usage.getBucketId(), strategy(Strategy.DENY_ALL), REFUSED_SECONDS);
  }

  private static BucketAction abandoned(BucketId bucket) {
    return BucketAction.newBuilder()
        .setBucketId(bucket)
        .setAbandonAction(AbandonAction.getDefaultInstance())
        .build();
  }

  private static BucketAction assigned(
      BucketId bucket, RateLimitStrategy strategy, long ttlSeconds) {
    return BucketAction.newBuilder()
        .setBucketId(bucket)
        .setQuotaAssignmentAction(
            QuotaAssignmentAction.newBuilder()
                .setAssignmentTimeToLive(seconds(ttlSeconds))
                .setRateLimitStrategy(strategy))
        .build();
  }

  private static RateLimitStrategy strategy(Strategy strategy) {
    return switch (strategy) {
      case Strategy.AllowAll all ->
          RateLimitStrategy.newBuilder().setBlanketRule(BlanketRule.ALLOW_ALL).build();
      case Strategy.DenyAll none ->
          RateLimitStrategy.newBuilder().setBlanketRule(BlanketRule.DENY_ALL).build();
      case Strategy.Tokens tokens ->
          RateLimitStrategy.newBuilder()
              .setTokenBucket(
                  TokenBucket.newBuilder()
                      .setMaxTokens(Math.toIntExact(tokens.maxTokens()))
                      .setTokensPerFill(UInt32Value.of(Math.toIntExact(tokens.tokensPerFill())))
                      .setFillInterval(seconds(Strategy.Tokens.FILL_SECONDS)))
              .build();
    };
  }

  private static Duration seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }
}
