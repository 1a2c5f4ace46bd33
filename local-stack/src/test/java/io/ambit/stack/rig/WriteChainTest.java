package io.ambit.stack.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ambit.stack.OperatorApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against an arbiter that keeps one budget's versions, and can be told to misbehave. */
@Timeout(60)
class WriteChainTest {
  private static final Pattern QUOTA = Pattern.compile("\"quota\":(\\d+)");
  private static final int ENOUGH = 4;

  /** Quotas by version, from 1. */
  private final List<String> versions = new ArrayList<>();

  private HttpServer arbiter;
  private WriteChain chain;
  private boolean forgetful;
  private int reads;
  private int staleReads;

  @BeforeEach
  void start() throws IOException {
    arbiter = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    arbiter.createContext("/", this::answer);
    arbiter.start();
    URI address = URI.create("http://127.0.0.1:" + arbiter.getAddress().getPort());
    chain = new WriteChain(List.of(new OperatorApi(address, "token")), "chained");
    Thread.ofPlatform().daemon().start(chain);
    await().atMost(Duration.ofSeconds(30)).until(() -> written() >= ENOUGH);
  }

  @AfterEach
  void stop() {
    chain.close();
    arbiter.stop(0);
  }

  @Test
  void writesThatAreThereAreNotLost() throws Exception {
    chain.close();
    Writes writes = chain.tally();

    assertThat(writes.acknowledged()).isGreaterThanOrEqualTo(ENOUGH);
    assertThat(writes.lost()).isZero();
    assertThat(writes.stale()).isZero();
  }

  @Test
  void acknowledgedWritesThatAreGoneInTheEndAreLost() throws Exception {
    forgetTwo();
    await().until(() -> reads() >= 2);
    chain.close();

    assertThat(chain.tally().lost()).isEqualTo(2);
  }

  @Test
  void aStaleAnswerIsNoLossWhenTheWriteIsThereAfterAll() throws Exception {
    answerStale();
    await().until(() -> staleReads() > 0);
    int before = written();
    await().until(() -> written() > before);
    chain.close();
    Writes writes = chain.tally();

    assertThat(writes.stale()).isEqualTo(1);
    assertThat(writes.lost()).isZero();
  }

  private synchronized int written() {
    return versions.size();
  }

  private synchronized int reads() {
    return reads;
  }

  private synchronized int staleReads() {
    return staleReads;
  }

  private synchronized void forgetTwo() {
    versions.removeLast();
    versions.removeLast();
    reads = 0;
  }

  /** Refuses one write, and answers the look that follows with the version before. */
  private synchronized void answerStale() {
    forgetful = true;
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (exchange.getRequestMethod().equals("PUT")) {
      put(exchange, body);
    } else {
      get(exchange);
    }
    exchange.close();
  }

  private void put(HttpExchange exchange, String body) throws IOException {
    String condition = exchange.getRequestHeaders().getFirst("If-Match");
    boolean holds = versions.isEmpty() ? condition == null : tag().equals(condition);
    if (!holds || forgetful) {
      exchange.sendResponseHeaders(412, -1);
      return;
    }
    Matcher quota = QUOTA.matcher(body);
    assertThat(quota.find()).isTrue();
    versions.add(quota.group(1));
    reply(exchange, versions.getLast());
  }

  private void get(HttpExchange exchange) throws IOException {
    reads++;
    if (forgetful) {
      forgetful = false;
      staleReads++;
      reply(exchange, versions.get(versions.size() - 2));
    } else {
      reply(exchange, versions.getLast());
    }
  }

  private void reply(HttpExchange exchange, String quota) throws IOException {
    byte[] body = "{\"quota\":%s}".formatted(quota).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("ETag", tag());
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  private String tag() {
    return "\"v%d\"".formatted(versions.size());
  }
}
