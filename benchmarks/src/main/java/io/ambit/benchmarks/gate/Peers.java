package io.ambit.benchmarks.gate;

import com.alibaba.csp.sentinel.Entry;
import com.alibaba.csp.sentinel.SphU;
import com.alibaba.csp.sentinel.slots.block.BlockException;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRuleManager;
import com.google.common.util.concurrent.RateLimiter;
import com.netflix.concurrency.limits.limit.FixedLimit;
import com.netflix.concurrency.limits.limit.VegasLimit;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import io.ambit.benchmarks.Lap;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import io.github.resilience4j.ratelimiter.internal.SemaphoreBasedRateLimiter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Limiters of others, each with plenty or with nothing left. */
final class Peers {
  private static final Duration DAY = Duration.ofDays(1);

  private Peers() {}

  static RateLimiter guava(boolean plenty) {
    RateLimiter limiter = RateLimiter.create(plenty ? 1e9 : 1e-5);
    if (!plenty) {
      var unused = limiter.tryAcquire();
    }
    return limiter;
  }

  static Bucket bucket4j(boolean plenty) {
    long capacity = plenty ? 1_000_000_000 : 1;
    Duration period = plenty ? Duration.ofSeconds(1) : DAY;
    Bucket bucket =
        Bucket.builder()
            .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, period))
            .build();
    if (!plenty) {
      bucket.tryConsume(1);
    }
    return bucket;
  }

  static AtomicRateLimiter resilienceAtomic() {
    return new AtomicRateLimiter("measured", config(true));
  }

  static SemaphoreBasedRateLimiter resilienceSemaphore(
      boolean plenty, ScheduledExecutorService scheduler) {
    var limiter = new SemaphoreBasedRateLimiter("measured", config(plenty), scheduler);
    if (!plenty) {
      limiter.acquirePermission(1);
    }
    return limiter;
  }

  static ScheduledExecutorService scheduler() {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, "peer");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** A limit on requests under way that learns. */
  static Lap.Operation vegas() {
    SimpleLimiter<String> limiter =
        SimpleLimiter.newBuilder().limit(VegasLimit.newBuilder().build()).build();
    return (i, now) -> underWay(limiter);
  }

  /** The same that lets nothing through. */
  static Lap.Operation closed() {
    SimpleLimiter<String> limiter = SimpleLimiter.newBuilder().limit(FixedLimit.of(0)).build();
    return (i, now) -> underWay(limiter);
  }

  private static long underWay(SimpleLimiter<String> limiter) {
    var listener = limiter.acquire("measured");
    if (listener.isEmpty()) {
      return 0;
    }
    listener.get().onSuccess();
    return 1;
  }

  static Lap.Operation sentinel(boolean plenty) {
    System.setProperty(
        "csp.sentinel.log.dir", System.getProperty("java.io.tmpdir") + "/ambit-bench-sentinel");
    FlowRule rule = new FlowRule(Deciding.TENANT);
    rule.setCount(plenty ? 1e9 : 0);
    FlowRuleManager.loadRules(List.of(rule));
    return (i, now) -> {
      try (Entry entry = SphU.entry(Deciding.TENANT)) {
        return 1;
      } catch (BlockException e) {
        return 0;
      }
    };
  }

  private static RateLimiterConfig config(boolean plenty) {
    return RateLimiterConfig.custom()
        .limitForPeriod(plenty ? 1_000_000_000 : 1)
        .limitRefreshPeriod(plenty ? Duration.ofSeconds(1) : DAY)
        .timeoutDuration(Duration.ZERO)
        .build();
  }
}
