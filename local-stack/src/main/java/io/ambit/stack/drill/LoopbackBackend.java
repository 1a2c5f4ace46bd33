package io.ambit.stack.drill;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A small real HTTP server in this process that stands for a backend. Thread-safe. */
abstract class LoopbackBackend implements AutoCloseable {
  private final String id;
  private final HttpServer server;
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * One that does not listen yet.
   *
   * @param backlog connections that wait to be taken
   */
  LoopbackBackend(String id, int backlog) throws IOException {
    this.id = id;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), backlog);
    server.setExecutor(handlers);
  }

  /** Listens, and has requests answered by what the paths they begin with name. */
  final void start(Map<String, HttpHandler> answers) {
    answers.forEach(server::createContext);
    server.start();
  }

  final String id() {
    return id;
  }

  final String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    handlers.shutdownNow();
  }
}
