package io.ambit.global.door.redis;

import io.ambit.runtime.Contact;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import jakarta.annotation.PreDestroy;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/**
 * Redis behind a bulkhead, a breaker and a time limit: whatever it does, a caller has an answer or
 * none within a second. Thread-safe.
 */
@Component
final class GuardedRedis {
  private static final String NAME = "redis";
  private static final int THREADS = 4;

  /** So many failures in a row, and Redis is gone. */
  private static final int PATIENCE = 3;

  private final StringRedisTemplate redis;
  private final CircuitBreaker breaker;
  private final Bulkhead bulkhead;
  private final TimeLimiter limiter;
  private final Contact contact = new Contact("Redis");
  private final AtomicInteger failures = new AtomicInteger();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          30,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(THREADS),
          task -> Thread.ofPlatform().daemon().name(NAME).unstarted(task));

  GuardedRedis(
      StringRedisTemplate redis,
      CircuitBreakerRegistry breakers,
      BulkheadRegistry bulkheads,
      TimeLimiterRegistry limiters) {
    this.redis = redis;
    this.breaker = breakers.circuitBreaker(NAME);
    this.bulkhead = bulkheads.bulkhead(NAME);
    this.limiter = limiters.timeLimiter(NAME);
    threads.allowCoreThreadTimeOut(true);
  }

  /** What Redis answers; empty if it does not. */
  <T> Optional<T> ask(Function<StringRedisTemplate, T> question) {
    Callable<T> limited =
        TimeLimiter.decorateFutureSupplier(
            limiter, () -> threads.submit(() -> question.apply(redis)));
    try {
      T answer = Bulkhead.decorateCallable(bulkhead, breaker.decorateCallable(limited)).call();
      failures.set(0);
      contact.answered();
      return Optional.of(answer);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (Exception gone) {
      failed(gone);
      return Optional.empty();
    }
  }

  /** Whether Redis is gone: one answer that is late now and then does not make it so. */
  boolean isGone() {
    return failures.get() >= PATIENCE;
  }

  private void failed(Exception why) {
    if (failures.incrementAndGet() >= PATIENCE && !(why instanceof CallNotPermittedException)) {
      contact.failed(why);
    }
  }

  @PreDestroy
  void close() {
    threads.shutdownNow();
  }
}
