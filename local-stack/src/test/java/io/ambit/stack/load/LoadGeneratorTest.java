package io.ambit.stack.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {
  private static final Duration BUSY_MACHINE = Duration.ofSeconds(30);

  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final List<HttpServer> servers = new ArrayList<>();
  private final SequencedMap<String, URI> edges = new LinkedHashMap<>();
  private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void stop() {
    released.countDown();
    servers.forEach(server -> server.stop(0));
    workers.shutdownNow();
  }

  @Test
  void everyAnswerIsCountedForWhatItIs() throws IOException {
    edge("admits", answer(200, "{\"verdict\": \"admit\"}"));
    edge("sheds", answer(200, "{\"verdict\":\"shed\"}"));
    edge("breaks", answer(500, "no decision"));
    edges.put("gone", URI.create("http://127.0.0.1:1"));
    Scoreboard scoreboard = new Scoreboard(List.copyOf(edges.keySet()));

    try (LoadGenerator generator =
        new LoadGenerator(edges, outcome -> count(outcome, scoreboard))) {
      generator.offer("acme", 400, Shares.of(1, 1, 1, 1));
      await()
          .atMost(BUSY_MACHINE)
          .until(
              () ->
                  seen("admits", Outcome.Verdict.ADMIT) > 40
                      && seen("sheds", Outcome.Verdict.SHED) > 40
                      && seen("breaks", Outcome.Verdict.FAILED) > 40
                      && seen("gone", Outcome.Verdict.FAILED) > 40);
    }
    Map<String, Tally> score = scoreboard.read().edges();

    assertThat(score).hasEntrySatisfying("admits", t -> assertThat(t.admitted()).isGreaterThan(40));
    assertThat(score).hasEntrySatisfying("sheds", t -> assertThat(t.shed()).isGreaterThan(40));
    assertThat(score).hasEntrySatisfying("breaks", t -> assertThat(t.admitted()).isZero());
    assertThat(score).hasEntrySatisfying("gone", t -> assertThat(t.admitted()).isZero());
  }

  @Test
  void aShiftedDemandGoesWhereItWasSent() throws IOException {
    edge("here", answer(200, "{\"verdict\":\"admit\"}"));
    edge("there", answer(200, "{\"verdict\":\"admit\"}"));

    try (LoadGenerator generator = new LoadGenerator(edges, outcomes::add)) {
      Demand demand = generator.offer("acme", 400, Shares.of(1, 0));
      await().until(() -> outcomes.size() >= 50);
      assertThat(outcomes).extracting(Outcome::edge).containsOnly("here");

      demand.shift(Shares.of(0, 1));
      long shiftedNanos = System.nanoTime();
      await().until(() -> sentSince(shiftedNanos).size() >= 50);
      // The request being sent at that very moment may still go the old way.
      assertThat(sentSince(shiftedNanos).stream().skip(1))
          .extracting(Outcome::edge)
          .containsOnly("there");
    }
  }

  @Test
  void anEdgeThatHangsIsOfferedNoLessAndWaitingIsNotUnbounded() throws IOException {
    edge("hangs", exchange -> waitForRelease());

    try (LoadGenerator generator = new LoadGenerator(edges, outcomes::add)) {
      generator.offer("acme", 2000, Shares.of(1));
      await().atMost(BUSY_MACHINE).until(() -> seen("hangs", Outcome.Verdict.NOT_SENT) >= 500);
    }

    assertThat(outcomes).extracting(Outcome::status).containsOnly(0);
  }

  /** It is the generator that ends them, and no edge that fails. */
  @Test
  void nothingIsToldOfRequestsStillUnderWayAtTheEnd() throws IOException {
    edge("answers", answer(200, "{\"verdict\":\"admit\"}"));
    edge("hangs", exchange -> waitForRelease());

    try (LoadGenerator generator = new LoadGenerator(edges, outcomes::add)) {
      generator.offer("acme", 400, Shares.of(1, 1));
      await().atMost(BUSY_MACHINE).until(() -> seen("answers", Outcome.Verdict.ADMIT) >= 40);
    }

    assertThat(outcomes).extracting(Outcome::verdict).containsOnly(Outcome.Verdict.ADMIT);
  }

  @Test
  void aPacedDemandHoldsBackWhileTooMuchIsOpenAndWhatIsOpenIsWaitedFor() throws Exception {
    edge("hangs", exchange -> waitForRelease());

    try (LoadGenerator generator = new LoadGenerator(edges, outcomes::add)) {
      Demand demand = generator.offer("acme", 20, Shares.of(1));
      demand.pace(2_000, 8);
      await().atMost(BUSY_MACHINE).until(() -> demand.heldNanos() > 500_000_000);
      assertThat(outcomes).isEmpty();
      generator.finish(BUSY_MACHINE);
      assertThat(outcomes).hasSizeBetween(8, 10);
    }
  }

  private long seen(String edge, Outcome.Verdict verdict) {
    return outcomes.stream().filter(o -> o.edge().equals(edge) && o.verdict() == verdict).count();
  }

  private List<Outcome> sentSince(long nanos) {
    return outcomes.stream().filter(outcome -> outcome.sentNanos() - nanos > 0).toList();
  }

  private void count(Outcome outcome, Scoreboard scoreboard) {
    scoreboard.accept(outcome);
    outcomes.add(outcome);
  }

  private void edge(String name, HttpHandler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/decide", handler);
    server.setExecutor(workers);
    server.start();
    servers.add(server);
    edges.put(name, URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  private static HttpHandler answer(int status, String body) {
    return exchange -> reply(exchange, status, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void waitForRelease() {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
