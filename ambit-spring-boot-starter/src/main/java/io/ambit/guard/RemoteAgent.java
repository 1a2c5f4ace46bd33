package io.ambit.guard;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks an edge agent over its HTTP door, and never waits longer than it is told to. While the agent
 * mostly does not answer, a breaker spares requests the wait. Thread-safe.
 */
final class RemoteAgent implements Agent {
  private static final Answer NONE = new Answer.None();

  /** Meant for the client; in lower case. */
  private static final Set<String> TOLD =
      Set.of(
          "ratelimit",
          "ratelimit-policy",
          "x-ratelimit-limit",
          "x-ratelimit-remaining",
          "x-ratelimit-reset",
          "retry-after",
          "ambit-decision");

  private final URI door;
  private final Duration within;
  private final HttpClient client;
  private final OutcomeTeller outcomes;
  private final CircuitBreaker breaker =
      CircuitBreaker.of(
          "ambit-agent",
          CircuitBreakerConfig.custom()
              .slidingWindowSize(20)
              .minimumNumberOfCalls(10)
              .failureRateThreshold(50)
              .waitDurationInOpenState(Duration.ofSeconds(1))
              .permittedNumberOfCallsInHalfOpenState(3)
              .automaticTransitionFromOpenToHalfOpenEnabled(false)
              .build());

  /**
   * @param meters count what the agent is told of ends
   */
  RemoteAgent(URI agent, Duration within, MeterRegistry meters) {
    this.door = agent.resolve("/v1/check");
    this.within = within;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(within)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.outcomes = new OutcomeTeller(agent, client, meters);
  }

  @Override
  public Answer ask(Question question) {
    if (!breaker.tryAcquirePermission()) {
      return NONE;
    }
    long startNanos = System.nanoTime();
    Answer answer = send(request(question));
    long tookNanos = System.nanoTime() - startNanos;
    if (answer == NONE) {
      breaker.onError(tookNanos, TimeUnit.NANOSECONDS, new TimeoutException("no decision"));
    } else {
      breaker.onSuccess(tookNanos, TimeUnit.NANOSECONDS);
    }
    return answer;
  }

  private HttpRequest request(Question question) {
    return HttpRequest.newBuilder(door)
        .header("Ambit-Tenant", question.tenant())
        .header("Ambit-Operation", question.operation())
        .header("Ambit-Priority", question.priority())
        .header("Ambit-Cost", question.cost())
        // A write held up by the move of a home would get no answer in time, and be let through.
        .header("Prefer", "wait=0")
        .build();
  }

  /** The client's own time-outs end with the headers; this one is for the whole answer. */
  private Answer send(HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> asked =
        client.sendAsync(request, BodyHandlers.ofByteArray());
    try {
      return read(asked.get(within.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException late) {
      asked.cancel(true);
      return NONE;
    } catch (ExecutionException | NumberFormatException failed) {
      // No answer, or one that no agent gives.
      return NONE;
    } catch (InterruptedException e) {
      asked.cancel(true);
      Thread.currentThread().interrupt();
      return NONE;
    }
  }

  /** Whatever an agent decides it signs; and what a client got wrong is not let through. */
  private Answer read(HttpResponse<byte[]> response) {
    boolean decided = response.headers().firstValue("Ambit-Decision").isPresent();
    boolean wrong = response.statusCode() >= 400 && response.statusCode() < 500;
    if (!decided && !wrong) {
      return NONE;
    }
    Map<String, List<String>> told = new TreeMap<>(response.headers().map());
    told.keySet().removeIf(name -> !TOLD.contains(name.toLowerCase(Locale.ROOT)));
    return new Answer.Decided(
        response.statusCode(),
        told,
        response.headers().firstValue("Content-Type").orElse(null),
        response.body(),
        response.headers().firstValueAsLong("Ambit-Fencing-Token"),
        ending(response));
  }

  /** What is admitted has a route, such as {@code eu/eu-a}; what is not has none that counts. */
  private Answer.Ending ending(HttpResponse<byte[]> response) {
    String route = response.headers().firstValue("Ambit-Route").orElse("");
    if (response.statusCode() != 200 || route.isEmpty()) {
      return Answer.Ending.UNHEARD;
    }
    int end = route.indexOf('/');
    String region = end < 0 ? route : route.substring(0, end);
    return (tookNanos, success) -> outcomes.ended(region, tookNanos, success);
  }

  @Override
  public void close() {
    outcomes.close();
    client.shutdownNow();
  }
}
