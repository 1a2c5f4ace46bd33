package io.ambit.region.door.peer;

import io.ambit.failover.Earshot;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks every controller of other regions whether it is alive, by its {@code /livez}: a path that
 * shares nothing with the bus. Never makes its caller wait; one probe of each is under way at a
 * time, and gives up after {@value Earshot#PATIENCE_MILLIS} ms. Thread-safe.
 */
public final class Prober implements AutoCloseable {
  private static final int ALIVE = 200;
  private static final Duration PATIENCE = Duration.ofMillis(Earshot.PATIENCE_MILLIS);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final List<Target> targets = new ArrayList<>();

  /** One controller. */
  private record Target(String region, HttpRequest request, AtomicBoolean busy) {}

  /** Hears, on any thread, whether a controller of {@code region} answered. */
  @FunctionalInterface
  public interface Listener {
    void probed(String region, boolean answered);
  }

  /**
   * @param controllers base addresses of all controllers, by region
   */
  public Prober(Map<String, List<String>> controllers) {
    controllers.forEach(
        (region, urls) ->
            urls.forEach(
                url ->
                    targets.add(
                        new Target(
                            region,
                            HttpRequest.newBuilder(URI.create(url + "/livez"))
                                .timeout(PATIENCE)
                                .build(),
                            new AtomicBoolean()))));
  }

  /** One round: whoever is not being asked still is asked. */
  public void probe(Listener listener) {
    for (Target target : targets) {
      if (target.busy().compareAndSet(false, true)) {
        var unused =
            client
                .sendAsync(target.request(), BodyHandlers.discarding())
                .handle((answer, failed) -> isAlive(answer, failed))
                .thenAccept(
                    alive -> {
                      target.busy().set(false);
                      listener.probed(target.region(), alive);
                    });
      }
    }
  }

  private static boolean isAlive(HttpResponse<Void> answer, Throwable failed) {
    return failed == null && answer.statusCode() == ALIVE;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
