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
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy does for one request, step by step: asks an edge, forwards to whom it names, tells
 * what became of it. May be used from any thread; every call waits for its answer, 5 s at most.
 */
final class EdgeCalls implements AutoCloseable {
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);
  private static final double NANOS_PER_MILLI = 1e6;
  private static final Pattern REASON = Pattern.compile("\"reason\":\"([_a-z]+)\"");
  private static final Pattern REGION = Pattern.compile("\"region\":\"([-a-z0-9]+)\"");
  private static final Pattern BACKEND = Pattern.compile("\"backend\":\"([-a-z0-9]+)\"");
  private static final Pattern URL = Pattern.compile("\"url\":\"([^\"]+)\"");

  private final String pool;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .executor(threads)
          .build();

  /**
   * What an edge said.
   *
   * @param reason why; empty if that was no decision
   * @param region where the request goes; null if nowhere
   */
  record Decided(
      String reason, @Nullable String region, @Nullable String backend, @Nullable String url) {}

  /** Of requests for {@code pool}. */
  EdgeCalls(String pool) {
    this.pool = pool;
  }

  /** Does {@code task} on a thread of its own; returns at once. */
  void begin(Runnable task) {
    var unused = threads.submit(task);
  }

  /**
   * Asks.
   *
   * @param question fields of the body beside the pool, as JSON without braces
   */
  Decided decide(URI edge, String question) throws IOException, InterruptedException {
    String answer =
        post(edge.resolve("/v1/decide"), "{\"pool\":\"%s\",%s}".formatted(pool, question));
    String reason = find(REASON, answer);
    return new Decided(
        reason == null ? "" : reason,
        find(REGION, answer),
        find(BACKEND, answer),
        find(URL, answer));
  }

  private static @Nullable String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }

  /** Whether {@code backend} answers with 200 within {@code patience}. */
  boolean answers(URI backend, Duration patience) throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(backend).timeout(patience).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException silent) {
      return false;
    }
  }

  /** Tells the edge what became of a request that it sent {@code to} somewhere. */
  void tell(URI edge, Decided to, long tookNanos, boolean success)
      throws IOException, InterruptedException {
    String where =
        to.backend() == null
            ? "\"region\":\"%s\"".formatted(to.region())
            : "\"backend\":\"%s\"".formatted(to.backend());
    String unused =
        post(
            edge.resolve("/v1/outcomes"),
            String.format(
                Locale.ROOT,
                "{\"outcomes\":[{\"pool\":\"%s\",%s,\"latencyMillis\":%.3f,\"success\":%s}]}",
                pool,
                where,
                tookNanos / NANOS_PER_MILLI,
                success));
  }

  private String post(URI to, String json) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(to)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)))
        .body();
  }

  /** Announces a backend at an edge, for ten seconds. */
  void announce(URI edge, String id, String url) {
    try {
      HttpResponse<String> answer =
          send(
              HttpRequest.newBuilder(edge.resolve("/v1/backends/" + pool + "/" + id))
                  .header("Content-Type", "application/json")
                  .PUT(
                      BodyPublishers.ofString(
                          """
                          {"url":"%s","probePath":"/health","ttlMillis":10000}"""
                              .formatted(url))));
      if (answer.statusCode() >= 300) {
        throw new UncheckedIOException(new IOException(answer.body()));
      }
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes a backend's announcement back. */
  void leave(URI edge, String id) throws IOException, InterruptedException {
    var unused =
        send(HttpRequest.newBuilder(edge.resolve("/v1/backends/" + pool + "/" + id)).DELETE());
  }

  /** Reads {@code path} of an edge. */
  String get(URI edge, String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(edge.resolve(path))).body();
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.timeout(ANSWERS_WITHIN).build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    threads.shutdownNow();
    http.shutdownNow();
  }
}
