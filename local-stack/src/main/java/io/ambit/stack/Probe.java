package io.ambit.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Asks a process whether it does its work. Every question is answered within some seconds. */
final class Probe {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** A client of Kafka is made for each question, which takes a while beside a load. */
  private static final Duration PATIENCE_WITH_KAFKA = Duration.ofSeconds(3);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  boolean isReady(Readiness question) throws InterruptedException {
    try {
      return switch (question) {
        case Readiness.Http http -> answers200(http.readyz());
        case Readiness.RedisPing ping -> answersPing(ping.port());
        case Readiness.KafkaCluster cluster -> isCluster(cluster.bootstrapServers());
      };
    } catch (IOException notNow) {
      return false;
    }
  }

  private boolean answers200(URI uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
    return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
  }

  private static boolean answersPing(int port) throws IOException {
    try (Socket socket = new Socket()) {
      connect(socket, port);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(5);
      return new String(answer, StandardCharsets.US_ASCII).equals("+PONG");
    }
  }

  private static boolean isCluster(String servers) throws IOException, InterruptedException {
    // A client made before the port is open would hold back its next try; looking first is cheap.
    try (Socket socket = new Socket()) {
      connect(socket, Integer.parseInt(servers.substring(servers.indexOf(':') + 1)));
    }
    int timeoutMillis = (int) PATIENCE_WITH_KAFKA.toMillis();
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMillis,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMillis);
    try (Admin admin = Admin.create(settings)) {
      var nodes =
          admin
              .describeCluster()
              .nodes()
              .get(PATIENCE_WITH_KAFKA.toMillis(), TimeUnit.MILLISECONDS);
      return !nodes.isEmpty();
    } catch (ExecutionException | TimeoutException notNow) {
      return false;
    }
  }

  private static void connect(Socket socket, int port) throws IOException {
    int timeoutMillis = (int) PATIENCE.toMillis();
    socket.setSoTimeout(timeoutMillis);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeoutMillis);
  }
}
