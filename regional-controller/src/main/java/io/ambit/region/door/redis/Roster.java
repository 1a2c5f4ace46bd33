package io.ambit.region.door.redis;

import io.ambit.lease.NodeStatus;
import io.ambit.model.Words;
import io.ambit.region.RegionProperties;
import io.ambit.runtime.Contact;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.data.redis.connection.StringRedisConnection;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.ScanOptions;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/**
 * The edge roster in Redis: one hash per edge, {@code ambit:<region>:edge:<node>}, that evaporates
 * unless refreshed. Writing happens on a thread of its own with room for one waiting roster: a slow
 * Redis costs freshness, never a decision. Every call sits behind a breaker and a bulkhead, and the
 * client's own time limit.
 */
@Component
public final class Roster {
  private static final Duration TTL = Duration.ofSeconds(5);
  private static final long PRESENT_MILLIS = 2_000;
  private static final int MOST_EDGES = 10_000;

  private final StringRedisTemplate redis;
  private final String prefix;
  private final CircuitBreaker breaker;
  private final Bulkhead bulkhead;
  private final Contact contact = new Contact("Redis");
  private final ThreadPoolExecutor writer =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(1),
          task -> Thread.ofPlatform().daemon().name("roster").unstarted(task),
          new ThreadPoolExecutor.DiscardOldestPolicy());

  Roster(
      RegionProperties properties,
      StringRedisTemplate redis,
      CircuitBreakerRegistry breakers,
      BulkheadRegistry bulkheads) {
    this.redis = redis;
    this.prefix = "ambit:" + properties.region() + ":edge:";
    this.breaker = breakers.circuitBreaker("redis");
    this.bulkhead = bulkheads.bulkhead("redis");
  }

  /** Refreshes every edge that reported lately; the others evaporate. Returns at once. */
  public void show(List<NodeStatus> edges) {
    List<NodeStatus> present =
        edges.stream().filter(e -> !e.left() && e.reportAgeMillis() <= PRESENT_MILLIS).toList();
    if (!present.isEmpty()) {
      writer.execute(() -> guarded(() -> write(present), false));
    }
  }

  /** Names of the edges that any controller of this region heard lately; empty without Redis. */
  public List<String> names() {
    return guarded(this::scan, List.of());
  }

  /** Whether Redis did not answer when last asked. */
  public boolean isGone() {
    return contact.isGone();
  }

  @PreDestroy
  void close() {
    writer.shutdownNow();
  }

  private <T> T guarded(Supplier<T> call, T otherwise) {
    try {
      T answer = Bulkhead.decorateSupplier(bulkhead, breaker.decorateSupplier(call)).get();
      contact.answered();
      return answer;
    } catch (CallNotPermittedException open) {
      return otherwise;
    } catch (RuntimeException gone) {
      contact.failed(gone);
      return otherwise;
    }
  }

  private boolean write(List<NodeStatus> present) {
    redis.executePipelined(
        (RedisCallback<Object>)
            connection -> {
              StringRedisConnection strings = (StringRedisConnection) connection;
              for (NodeStatus edge : present) {
                String key = prefix + edge.node();
                strings.hMSet(key, fields(edge));
                strings.pExpire(key, TTL.toMillis());
              }
              return null;
            });
    return true;
  }

  private static Map<String, String> fields(NodeStatus edge) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("boot", edge.boot().id());
    fields.put("mode", Words.of(edge.mode()));
    fields.put("policyRevision", Long.toString(edge.policyRevision()));
    return fields;
  }

  private List<String> scan() {
    ScanOptions options = ScanOptions.scanOptions().match(prefix + "*").count(500).build();
    try (var keys = redis.scan(options)) {
      return keys.stream()
          .limit(MOST_EDGES)
          .map(key -> key.substring(prefix.length()))
          .sorted()
          .toList();
    }
  }
}
