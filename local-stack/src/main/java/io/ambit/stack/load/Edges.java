package io.ambit.stack.load;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.Timeout;

/**
 * The edges under load, over kept connections. One I/O thread serves them all: at 3,000 requests a
 * second this client costs a fifth of a core, half of a blocking one and a fifth of the JDK's.
 * Nothing is retried, so every failure shows. May be used from any thread.
 */
final class Edges implements AutoCloseable {
  /**
   * A connection for each, so that none waits for one. Far above what a healthy edge needs at some
   * thousand requests a second.
   */
  private static final int MAX_IN_FLIGHT_PER_EDGE = 256;

  private static final Timeout CONNECTS_WITHIN = Timeout.ofSeconds(1);
  private static final Timeout ANSWERS_WITHIN = Timeout.ofSeconds(2);
  private static final Pattern VERDICT = Pattern.compile("\"verdict\"\\s*:\\s*\"([a-z_]+)\"");

  private final List<Edge> edges;
  private final Consumer<Outcome> outcomes;
  private final CloseableHttpAsyncClient client;
  private volatile boolean closing;

  /**
   * @param edges base addresses by name
   * @param outcomes told of every request, from the I/O thread or the sending one
   */
  Edges(SequencedMap<String, URI> edges, Consumer<Outcome> outcomes) {
    this.edges =
        edges.sequencedEntrySet().stream().map(e -> Edge.of(e.getKey(), e.getValue())).toList();
    this.outcomes = outcomes;
    this.client = client(edges.size() * MAX_IN_FLIGHT_PER_EDGE);
    client.start();
  }

  int count() {
    return edges.size();
  }

  /** Requests under way to all of them. */
  int open() {
    return edges.stream().mapToInt(Edge::open).sum();
  }

  /** Asks one edge for a decision. Never waits. */
  void ask(int number, String tenant, byte[] body, long dueNanos) {
    Edge edge = edges.get(number);
    Question question = new Question(edge, tenant, dueNanos, System.nanoTime());
    if (!edge.room().tryAcquire()) {
      outcomes.accept(question.outcome(Outcome.Verdict.NOT_SENT, 0, ""));
      return;
    }
    SimpleHttpRequest request =
        SimpleRequestBuilder.post(edge.door()).setBody(body, ContentType.APPLICATION_JSON).build();
    var unused = client.execute(request, question);
  }

  /** What becomes of requests still under way is not told. */
  @Override
  public void close() {
    closing = true;
    client.close(CloseMode.IMMEDIATE);
  }

  private static CloseableHttpAsyncClient client(int connectionLimit) {
    PoolingAsyncClientConnectionManager connections =
        PoolingAsyncClientConnectionManagerBuilder.create()
            .setMaxConnPerRoute(MAX_IN_FLIGHT_PER_EDGE)
            .setMaxConnTotal(connectionLimit)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom().setConnectTimeout(CONNECTS_WITHIN).build())
            .build();
    RequestConfig patience =
        RequestConfig.custom()
            .setConnectionRequestTimeout(ANSWERS_WITHIN)
            .setResponseTimeout(ANSWERS_WITHIN)
            .build();
    return HttpAsyncClients.custom()
        .setConnectionManager(connections)
        .setDefaultRequestConfig(patience)
        .setIOReactorConfig(IOReactorConfig.custom().setIoThreadCount(1).build())
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .build();
  }

  private record Edge(String name, URI door, Semaphore room) {
    static Edge of(String name, URI base) {
      return new Edge(name, base.resolve("/v1/decide"), new Semaphore(MAX_IN_FLIGHT_PER_EDGE));
    }

    int open() {
      return MAX_IN_FLIGHT_PER_EDGE - room.availablePermits();
    }
  }

  /** One request under way. */
  private final class Question implements FutureCallback<SimpleHttpResponse> {
    private final Edge edge;
    private final String tenant;
    private final long dueNanos;
    private final long sentNanos;

    Question(Edge edge, String tenant, long dueNanos, long sentNanos) {
      this.edge = edge;
      this.tenant = tenant;
      this.dueNanos = dueNanos;
      this.sentNanos = sentNanos;
    }

    @Override
    public void completed(SimpleHttpResponse response) {
      edge.room().release();
      byte[] bytes = response.getBodyBytes();
      String body = bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
      Outcome.Verdict verdict = response.getCode() == 200 ? verdict(body) : Outcome.Verdict.FAILED;
      String detail = verdict == Outcome.Verdict.FAILED ? body : "";
      outcomes.accept(outcome(verdict, response.getCode(), detail));
    }

    @Override
    public void failed(Exception failure) {
      edge.room().release();
      if (!closing) {
        outcomes.accept(outcome(Outcome.Verdict.FAILED, 0, failure.toString()));
      }
    }

    @Override
    public void cancelled() {
      failed(new IOException("cancelled"));
    }

    Outcome outcome(Outcome.Verdict verdict, int status, String detail) {
      return new Outcome(
          tenant, edge.name(), verdict, dueNanos, sentNanos, System.nanoTime(), status, detail);
    }

    private static Outcome.Verdict verdict(String body) {
      Matcher found = VERDICT.matcher(body);
      return switch (found.find() ? found.group(1) : "") {
        case "admit" -> Outcome.Verdict.ADMIT;
        case "shed" -> Outcome.Verdict.SHED;
        case "serve_stale" -> Outcome.Verdict.SERVE_STALE;
        default -> Outcome.Verdict.FAILED;
      };
    }
  }
}
