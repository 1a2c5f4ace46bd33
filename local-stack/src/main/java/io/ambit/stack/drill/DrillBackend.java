package io.ambit.stack.drill;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A small real HTTP server in this process. Blackholed, it takes connections and answers nothing,
 * neither requests nor probes. Thread-safe.
 */
final class DrillBackend implements AutoCloseable {
  private final String id;
  private final HttpServer server;
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
  private volatile CountDownLatch hole = new CountDownLatch(0);

  DrillBackend(String id) throws IOException {
    this.id = id;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.createContext("/", this::answer);
    server.setExecutor(handlers);
    server.start();
  }

  String id() {
    return id;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers nothing from now on. */
  void blackhole() {
    hole = new CountDownLatch(1);
  }

  /** Answers again; what waited is answered too. */
  void recover() {
    hole.countDown();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try {
      hole.await();
      exchange.sendResponseHeaders(200, -1);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  @Override
  public void close() {
    recover();
    server.stop(0);
    handlers.shutdownNow();
  }
}
