package io.ambit.edge.door.probe;

import io.ambit.backend.Backend;
import io.ambit.edge.backend.Member;
import io.ambit.edge.backend.Pool;
import io.ambit.edge.backend.Pools;
import jakarta.annotation.PreDestroy;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Probes every backend that says how, about once a second, each behind a breaker of its own. One
 * thread starts probes and none waits for them.
 */
@Component
final class Prober implements SmartInitializingSingleton {
  private static final long LOOK_MILLIS = 100;

  /** Also how long a probe may take. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Pools pools;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final ScheduledExecutorService starter =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("prober").unstarted(task));

  /** By who is probed: one that goes and comes back is another. */
  private final Map<Member, Probe> probes = new IdentityHashMap<>();

  Prober(Pools pools) {
    this.pools = pools;
  }

  @Override
  public void afterSingletonsInstantiated() {
    var unused = starter.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void close() {
    starter.shutdownNow();
    client.shutdownNow();
  }

  private void look() {
    long now = System.nanoTime();
    Set<Member> there = new HashSet<>();
    for (Pool pool : pools.all()) {
      for (Member member : pool.members()) {
        Backend backend = member.backend();
        if (!backend.probePath().isEmpty()) {
          there.add(member);
          probes
              .computeIfAbsent(member, same -> new Probe(member, client, pools))
              .sendIfDue(now, backend);
        }
      }
    }
    probes.keySet().retainAll(there);
  }
}
