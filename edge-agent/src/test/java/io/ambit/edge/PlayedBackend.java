package io.ambit.edge;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** A real HTTP server that says at {@code /health} how it is told to be. */
final class PlayedBackend implements AutoCloseable {
  private final HttpServer server;
  private volatile int status = 200;
  private final AtomicInteger probes = new AtomicInteger();

  PlayedBackend() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/health",
        exchange -> {
          probes.incrementAndGet();
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  /** Answers probes like this from now on. */
  void answer(int newStatus) {
    status = newStatus;
  }

  int probes() {
    return probes.get();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
