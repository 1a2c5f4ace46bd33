package io.ambit.edge.door.probe;

import io.ambit.backend.Backend;
import io.ambit.edge.backend.Member;
import io.ambit.edge.backend.Member.Probed;
import io.ambit.edge.backend.Pools;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The probes of one backend, one at a time. Its breaker opens at two failures among the last three;
 * then the backend is down, and after a second two good probes bring it back. A redirect is no
 * success, and what a probe answers is thrown away.
 */
final class Probe {
  private static final CircuitBreakerConfig BREAKER =
      CircuitBreakerConfig.custom()
          .slidingWindowSize(3)
          .minimumNumberOfCalls(2)
          .failureRateThreshold(60)
          .waitDurationInOpenState(Duration.ofSeconds(1))
          .permittedNumberOfCallsInHalfOpenState(2)
          .build();

  private static final long EVERY_NANOS = 1_000_000_000;

  /** Until it is known how it is, it is asked more often. */
  private static final long UNKNOWN_NANOS = 200_000_000;

  private final Member member;
  private final HttpClient client;
  private final Pools pools;
  private final CircuitBreaker breaker;
  private volatile boolean underWay;
  private volatile long dueNanos;

  Probe(Member member, HttpClient client, Pools pools) {
    this.member = member;
    this.client = client;
    this.pools = pools;
    this.breaker = CircuitBreaker.of("probe/" + member.backend().key(), BREAKER);
    this.dueNanos = System.nanoTime();
  }

  void sendIfDue(long nowNanos, Backend backend) {
    if (underWay || nowNanos - dueNanos < 0) {
      return;
    }
    boolean known = member.probed() != Probed.UNKNOWN;
    long every = known ? EVERY_NANOS : UNKNOWN_NANOS;
    // Edges that started together must not probe together.
    dueNanos = nowNanos + every + ThreadLocalRandom.current().nextLong(every / 10);
    if (breaker.tryAcquirePermission()) {
      send(backend);
    }
  }

  private void send(Backend backend) {
    long startNanos = System.nanoTime();
    HttpRequest request;
    try {
      request =
          HttpRequest.newBuilder(uri(backend))
              .timeout(Prober.PATIENCE)
              .header("User-Agent", "ambit-probe")
              .GET()
              .build();
    } catch (IllegalArgumentException unspeakable) {
      breaker.onError(0, TimeUnit.NANOSECONDS, unspeakable);
      pools.probed(member, Probed.DOWN);
      return;
    }
    underWay = true;
    var unused =
        client
            .sendAsync(request, BodyHandlers.discarding())
            .whenComplete((answer, failed) -> ended(startNanos, answer, failed));
  }

  private void ended(
      long startNanos, @Nullable HttpResponse<Void> answer, @Nullable Throwable failed) {
    long tookNanos = System.nanoTime() - startNanos;
    if (answer != null && answer.statusCode() / 100 == 2) {
      breaker.onSuccess(tookNanos, TimeUnit.NANOSECONDS);
    } else {
      Throwable why =
          failed != null
              ? failed
              : new IOException("status " + (answer == null ? 0 : answer.statusCode()));
      breaker.onError(tookNanos, TimeUnit.NANOSECONDS, why);
    }
    boolean well = breaker.getState() == CircuitBreaker.State.CLOSED;
    if (!well || answer != null && answer.statusCode() / 100 == 2) {
      pools.probed(member, well ? Probed.UP : Probed.DOWN);
    }
    underWay = false;
  }

  private static URI uri(Backend backend) {
    String base = backend.url();
    String whole = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return URI.create(whole + backend.probePath());
  }
}
