package io.ambit.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told, and what is not, of an agent that takes its time. */
class OutcomeTellerTest {
  private static final int TOO_MANY = 100;

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private CountDownLatch held = new CountDownLatch(0);
  private HttpServer agent;
  private OutcomeTeller teller;

  @BeforeEach
  void start() throws IOException {
    agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    agent.setExecutor(threads);
    agent.createContext(
        "/v1/status", call -> answer(call, "{\"node\":\"eu-1\",\"region\":\"eu\",\"leases\":[]}"));
    agent.createContext("/v1/outcomes", this::hear);
    agent.start();
    URI address = URI.create("http://127.0.0.1:" + agent.getAddress().getPort());
    teller = new OutcomeTeller(address, client, meters);
  }

  @AfterEach
  void stop() {
    held.countDown();
    teller.close();
    agent.stop(0);
    threads.close();
    client.close();
  }

  @Test
  void saysHowLongRequestsOfItsRegionTookAndHowTheyEnded() {
    teller.ended("us", 1_000_000, true);
    teller.ended("eu", 12_345_678, true);
    teller.ended("eu", 0, false);
    await().until(() -> counted("told") == 2);
    assertThat(String.join(" ", heard))
        .contains("{\"latencyMillis\":12.346,\"success\":true}")
        .contains("{\"latencyMillis\":0.000,\"success\":false}")
        .doesNotContain("1.000");
    assertThat(counted("dropped")).isZero();
  }

  @Test
  void whatFindsNoRoomIsDroppedAndWhoeverTellsDoesNotWait() {
    held = new CountDownLatch(1);
    int all = OutcomeTeller.WAITING + OutcomeTeller.MOST + TOO_MANY;
    for (int i = 0; i < all; i++) {
      teller.ended("eu", 1, true);
    }
    assertThat(counted("dropped")).isGreaterThanOrEqualTo(TOO_MANY);
    held.countDown();
    await().until(() -> counted("told") + counted("dropped") == all);
    assertThat(counted("told")).isPositive();
    assertThat(heard).allMatch(body -> body.split("latency", -1).length <= OutcomeTeller.MOST + 1);
  }

  private void hear(HttpExchange call) throws IOException {
    String body = new String(call.getRequestBody().readAllBytes(), UTF_8);
    try {
      held.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    heard.add(body);
    answer(call, "{}");
  }

  private static void answer(HttpExchange call, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    call.sendResponseHeaders(200, bytes.length);
    call.getResponseBody().write(bytes);
    call.close();
  }

  private long counted(String result) {
    return (long) meters.get("ambit.guard.outcomes").tag("result", result).counter().count();
  }
}
