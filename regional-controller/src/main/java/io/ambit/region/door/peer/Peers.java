package io.ambit.region.door.peer;

import io.ambit.region.RegionProperties;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import jakarta.annotation.PreDestroy;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Asks other regions for vows: every process that may own one, since only its owner vows. Never
 * makes its caller wait, and gives up on what does not answer within two seconds: the next question
 * is a second away. Thread-safe.
 */
@Component
public final class Peers {
  private static final Logger LOG = LoggerFactory.getLogger(Peers.class);
  private static final String NAME = "peers";
  private static final int THREADS = 8;
  private static final int WAITING = 64;
  private static final Duration CONNECT = Duration.ofMillis(500);
  private static final Duration READ = Duration.ofMillis(1_500);

  private final RegionProperties properties;
  private final RestClient client;
  private final CircuitBreakerRegistry breakers;
  private final Bulkhead bulkhead;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          30,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          task -> Thread.ofPlatform().daemon().name(NAME).unstarted(task));

  Peers(RegionProperties properties, CircuitBreakerRegistry breakers, BulkheadRegistry bulkheads) {
    this.properties = properties;
    this.breakers = breakers;
    this.bulkhead = bulkheads.bulkhead(NAME);
    JdkClientHttpRequestFactory requests =
        new JdkClientHttpRequestFactory(HttpClient.newBuilder().connectTimeout(CONNECT).build());
    requests.setReadTimeout(READ);
    this.client = RestClient.builder().requestFactory(requests).build();
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Asks {@code region}.
   *
   * @param vowed told for how many milliseconds it vowed, on another thread; not told if it did not
   */
  public void ask(String region, LongConsumer vowed) {
    for (String url : properties.peers().getOrDefault(region, List.of())) {
      try {
        threads.execute(() -> ask(region, url, vowed));
      } catch (RejectedExecutionException busy) {
        LOG.debug("Not asked for a vow, being busy: {}", url);
      }
    }
  }

  private void ask(String region, String url, LongConsumer vowed) {
    CircuitBreaker breaker = breakers.circuitBreaker(NAME + "-" + region + "-" + url, NAME);
    try {
      VowAnswer answer = guarded(breaker, () -> post(url)).call();
      if (answer.vowed()) {
        vowed.accept(answer.vowMillis());
      }
    } catch (Exception silent) {
      LOG.debug("No vow from {}", url, silent);
    }
  }

  private Callable<VowAnswer> guarded(CircuitBreaker breaker, Callable<VowAnswer> call) {
    return Bulkhead.decorateCallable(bulkhead, breaker.decorateCallable(call));
  }

  private VowAnswer post(String url) {
    VowAnswer answer =
        client
            .post()
            .uri(url + "/v1/vows")
            .contentType(MediaType.APPLICATION_JSON)
            .body(new VowRequest(properties.region()))
            .retrieve()
            .body(VowAnswer.class);
    return answer == null ? VowAnswer.NONE : answer;
  }

  @PreDestroy
  void close() {
    threads.shutdownNow();
  }
}
