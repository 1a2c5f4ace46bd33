package io.ambit.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambit.edge.door.fast.FastListener;
import io.ambit.edge.door.grpc.GrpcListener;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;

/** An edge agent inside the test's process, spoken to over HTTP. */
public final class RunningEdge implements AutoCloseable {
  /** An address where no broker is. */
  public static final String NO_BROKER = "127.0.0.1:1";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final ConfigurableApplicationContext application;

  public RunningEdge(String node, Path data, String bootstrapServers, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--ambit.node=" + node,
                "--ambit.region=eu",
                "--ambit.data-directory=" + data,
                "--ambit.kafka.regional.bootstrap-servers=" + bootstrapServers,
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--management.server.port=0",
                "--ambit.grpc.port=0",
                "--ambit.fast.port=0"));
    arguments.addAll(List.of(more));
    application = EdgeAgent.application().run(arguments.toArray(String[]::new));
  }

  /** Where proxies ask fast. */
  public int fastPort() {
    return application.getBean(FastListener.class).port();
  }

  <T> T bean(Class<T> type) {
    return application.getBean(type);
  }

  public int port() {
    return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  /** Where Envoy reaches it. */
  public int grpcPort() {
    return application.getBean(GrpcListener.class).port();
  }

  JsonNode decide(String tenant) throws IOException, InterruptedException {
    return decide(tenant, 1);
  }

  JsonNode decide(String tenant, long cost) throws IOException, InterruptedException {
    String body = "{\"tenant\":\"%s\",\"cost\":%d}".formatted(tenant, cost);
    return JSON.readTree(post("/v1/decide", body).body());
  }

  /** A write. */
  JsonNode write(String tenant) throws IOException, InterruptedException {
    String body = "{\"tenant\":\"%s\",\"operation\":\"write\"}".formatted(tenant);
    return JSON.readTree(post("/v1/decide", body).body());
  }

  JsonNode explain(String tenant) throws IOException, InterruptedException {
    return JSON.readTree(get("/v1/explain?tenant=" + tenant).body());
  }

  JsonNode status() throws IOException, InterruptedException {
    return JSON.readTree(get("/v1/status").body());
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> delete(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).DELETE());
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString(UTF_8));
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  @Override
  public void close() {
    application.close();
    client.close();
  }
}
