package io.ambit.global;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The arbiter under test, and an operator with a token. */
final class Arbiter implements AutoCloseable {
  static final String OPERATOR = "operator-token-operator-token-operator";
  static final String VIEWER = "viewer-token-viewer-token-viewer-token";
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ConfigurableApplicationContext application;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final int port;

  /** An answer, read. */
  record Answer(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    String etag() {
      return header("ETag");
    }

    JsonNode body() {
      try {
        return JSON.readTree(response.body());
      } catch (IOException e) {
        throw new AssertionError(response.body(), e);
      }
    }
  }

  private Arbiter(ConfigurableApplicationContext application) {
    this.application = application;
    this.port = application.getEnvironment().getProperty("local.server.port", Integer.class, 0);
  }

  static Arbiter start(String kafka, int redisPort, Path data, String... more) {
    return startAs("arbiter-1", kafka, redisPort, data, more);
  }

  static Arbiter startAs(String node, String kafka, int redisPort, Path data, String... more) {
    String[] settings = {
      "ambit.node=" + node,
      "ambit.data-directory=" + data,
      "ambit.kafka.global.bootstrap-servers=" + kafka,
      "spring.data.redis.port=" + redisPort,
      "spring.data.redis.host=127.0.0.1",
      "ambit.security.tokens[0].name=olga",
      "ambit.security.tokens[0].role=operator",
      "ambit.security.tokens[0].token=" + OPERATOR,
      "ambit.security.tokens[1].name=vera",
      "ambit.security.tokens[1].role=viewer",
      "ambit.security.tokens[1].token=" + VIEWER,
      "server.address=127.0.0.1",
      "server.port=0",
      "management.server.address=127.0.0.1",
      "management.server.port=0"
    };
    Arbiter arbiter =
        new Arbiter(
            new SpringApplicationBuilder(GlobalArbiter.class)
                .run(
                    Stream.concat(Stream.of(settings), Stream.of(more))
                        .map(setting -> "--" + setting)
                        .toArray(String[]::new)));
    await().atMost(PATIENCE).until(() -> arbiter.open("/readyz").status() == 200);
    return arbiter;
  }

  ConfigurableApplicationContext application() {
    return application;
  }

  int port() {
    return port;
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  /** What Prometheus would scrape. */
  String metrics() {
    int management =
        application.getEnvironment().getProperty("local.management.port", Integer.class, 0);
    return send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + management + "/actuator/prometheus"))
            .GET())
        .response()
        .body();
  }

  /** Without a token. */
  Answer open(String path) {
    return send(HttpRequest.newBuilder(uri(path)).GET());
  }

  /** With a header or none: {@code "If-Match: \"7\""}. */
  Answer put(String path, String body, String... headers) {
    HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
    return send(with(request, headers).PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  Answer post(String path, String body, String... headers) {
    HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
    return send(with(request, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  Answer delete(String path, String... headers) {
    return send(with(request(path), headers).DELETE());
  }

  Answer send(HttpRequest.Builder request) {
    try {
      return new Answer(
          client.send(
              request.timeout(Duration.ofSeconds(20)).build(),
              HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + OPERATOR);
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  @Override
  public void close() {
    application.close();
  }

  private static HttpRequest.Builder with(HttpRequest.Builder request, String... headers) {
    for (String header : headers) {
      int colon = header.indexOf(':');
      request.header(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    return request;
  }
}
