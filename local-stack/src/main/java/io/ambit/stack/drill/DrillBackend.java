package io.ambit.stack.drill;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A small real HTTP server in this process. Blackholed, it takes connections and answers nothing,
 * neither requests nor probes. Thread-safe.
 */
final class DrillBackend extends LoopbackBackend {
  private static final int BACKLOG = 100;

  private volatile CountDownLatch hole = new CountDownLatch(0);

  DrillBackend(String id) throws IOException {
    super(id, BACKLOG);
    start(Map.of("/", this::answer));
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
    super.close();
  }
}
