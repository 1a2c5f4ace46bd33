package io.ambit.stack.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A proxy as users of an edge have it: asks the edge, forwards to whom it names, tells what became
 * of it, and asks once more if that failed. May be used from any thread.
 */
final class DrillClient implements AutoCloseable {
  /** What a backend is given to answer. */
  static final Duration PATIENCE = Duration.ofMillis(250);

  private static final Pattern REGION = Pattern.compile("\"region\":\"([-a-z0-9]+)\"");
  private static final Pattern BACKEND = Pattern.compile("\"backend\":\"([-a-z0-9]+)\"");
  private static final Pattern URL = Pattern.compile("\"url\":\"([^\"]+)\"");

  private final String tenant;
  private final String pool;
  private final Consumer<Served> told;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .executor(threads)
          .build();

  /**
   * One request of a user.
   *
   * @param beganNanos when it was first asked for
   * @param firstRegion where it was sent first; null if it was shed or nobody decided
   * @param region where it was sent last; null likewise
   * @param attempts how often it was asked for
   * @param redirectNanos from its first failure to the answer that sent it elsewhere; 0 if there
   *     was none
   * @param success whether it was served in the end
   */
  record Served(
      long beganNanos,
      @Nullable String firstRegion,
      @Nullable String region,
      int attempts,
      long redirectNanos,
      boolean success) {}

  private record Routed(String region, @Nullable String backend, @Nullable String url) {}

  DrillClient(String tenant, String pool, Consumer<Served> told) {
    this.tenant = tenant;
    this.pool = pool;
    this.told = told;
  }

  /** Begins one request at {@code edge}; returns at once. */
  void begin(URI edge, String id) {
    var unused = threads.submit(() -> request(edge, id));
  }

  private void request(URI edge, String id) {
    long began = System.nanoTime();
    try {
      Routed first = decide(edge, id, 1).orElse(null);
      if (first == null) {
        told.accept(new Served(began, null, null, 1, 0, false));
        return;
      }
      if (forward(edge, first)) {
        told.accept(new Served(began, first.region(), first.region(), 1, 0, true));
        return;
      }
      long failed = System.nanoTime();
      Routed second = decide(edge, id, 2).orElse(null);
      long redirected = System.nanoTime() - failed;
      boolean moved = second != null && !second.region().equals(first.region());
      boolean success = second != null && forward(edge, second);
      told.accept(
          new Served(
              began,
              first.region(),
              second == null ? null : second.region(),
              2,
              moved ? redirected : 0,
              success));
    } catch (IOException lost) {
      told.accept(new Served(began, null, null, 1, 0, false));
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Routed> decide(URI edge, String id, int attempt)
      throws IOException, InterruptedException {
    String answer =
        post(
            edge.resolve("/v1/decide"),
            """
            {"tenant":"%s","pool":"%s","requestId":"%s","attempt":%d}"""
                .formatted(tenant, pool, id, attempt));
    String region = find(REGION, answer);
    return region == null
        ? Optional.empty()
        : Optional.of(new Routed(region, find(BACKEND, answer), find(URL, answer)));
  }

  private static @Nullable String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }

  /** Sends it on, and tells the edge what became of it. Another region is taken to serve it. */
  private boolean forward(URI edge, Routed to) throws IOException, InterruptedException {
    long start = System.nanoTime();
    boolean success = to.url() == null || answers(URI.create(to.url()));
    long millis = (System.nanoTime() - start) / 1_000_000;
    String where =
        to.backend() == null
            ? "\"region\":\"%s\"".formatted(to.region())
            : "\"backend\":\"%s\"".formatted(to.backend());
    String unused =
        post(
            edge.resolve("/v1/outcomes"),
            """
            {"outcomes":[{"pool":"%s",%s,"latencyMillis":%d,"success":%s}]}"""
                .formatted(pool, where, millis, success));
    return success;
  }

  private boolean answers(URI backend) throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(backend).timeout(PATIENCE).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException silent) {
      return false;
    }
  }

  private String post(URI to, String json) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(to)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)))
        .body();
  }

  /** Announces a backend at an edge. */
  void announce(URI edge, DrillBackend backend) {
    try {
      HttpResponse<String> answer =
          send(
              HttpRequest.newBuilder(edge.resolve("/v1/backends/" + pool + "/" + backend.id()))
                  .header("Content-Type", "application/json")
                  .PUT(
                      BodyPublishers.ofString(
                          """
                          {"url":"%s","probePath":"/health","ttlMillis":10000}"""
                              .formatted(backend.url()))));
      if (answer.statusCode() >= 300) {
        throw new UncheckedIOException(new IOException(answer.body()));
      }
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads {@code path} of an edge. */
  String get(URI edge, String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(edge.resolve(path))).body();
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.timeout(Duration.ofSeconds(5)).build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    threads.shutdownNow();
    http.shutdownNow();
  }
}
