package io.ambit.edge.integrations;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What is behind a proxy: answers with what it was sent, its {@code Ambit-} headers among it, and
 * with 403 to {@code /forbidden}.
 */
final class Service implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  Service() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", Service::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String sent = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      Headers headers = exchange.getRequestHeaders();
      String seen =
          "served %s; route=%s; token=%s"
              .formatted(
                  sent, headers.getFirst("Ambit-Route"), headers.getFirst("Ambit-Fencing-Token"));
      byte[] body = seen.getBytes(UTF_8);
      boolean forbidden = exchange.getRequestURI().getPath().equals("/forbidden");
      exchange.sendResponseHeaders(forbidden ? 403 : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
