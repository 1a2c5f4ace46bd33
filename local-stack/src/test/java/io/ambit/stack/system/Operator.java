package io.ambit.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambit.stack.OperatorApi;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** Somebody who sets budgets, and remembers what was acknowledged. Not thread-safe. */
final class Operator {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final OperatorApi arbiter;
  private final SequencedMap<String, String> acknowledged = new LinkedHashMap<>();

  Operator(OperatorApi arbiter) {
    this.arbiter = arbiter;
  }

  /**
   * An acknowledged write.
   *
   * @param atNanos when the acknowledgement was here
   */
  record Acknowledged(long revision, long atNanos) {}

  /**
   * Creates a budget, or replaces the version last acknowledged; again for a while where the answer
   * is that nothing was stored and that it is worth another try, as operators would.
   */
  Acknowledged put(String tenant, Budget budget) throws IOException {
    HttpResponse<String> answer =
        await()
            .atMost(PATIENCE)
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(200))
            .until(() -> tryPut(tenant, budget), tried -> !wasNotStored(tried));
    long now = System.nanoTime();
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    String version = version(answer);
    acknowledged.put(tenant, version);
    return new Acknowledged(Long.parseLong(version), now);
  }

  private static boolean wasNotStored(HttpResponse<String> answer) {
    return answer.statusCode() == 503 && answer.body().contains("nothing was stored");
  }

  /** The same, whatever the answer. */
  HttpResponse<String> tryPut(String tenant, Budget budget)
      throws IOException, InterruptedException {
    String known = acknowledged.get(tenant);
    return known == null
        ? arbiter.put(path(tenant), budget.json(), "If-None-Match", "*")
        : arbiter.put(path(tenant), budget.json(), "If-Match", "\"%s\"".formatted(known));
  }

  /** Every acknowledged budget's version, by tenant. */
  SequencedMap<String, String> acknowledged() {
    return Collections.unmodifiableSequencedMap(acknowledged);
  }

  /** No acknowledged write is lost: the arbiter has the version of each that was acknowledged. */
  void requireNothingLost() throws IOException, InterruptedException {
    for (Map.Entry<String, String> each : acknowledged.entrySet()) {
      HttpResponse<String> answer = arbiter.get(path(each.getKey()));
      assertThat(answer.statusCode()).as(answer.body()).isIn(200, 404);
      String stored = answer.statusCode() == 200 ? version(answer) : "nothing";
      Contract.requires(
          stored.equals(each.getValue()),
          "%s: %s is stored (acknowledged: %s)".formatted(each.getKey(), stored, each.getValue()));
    }
  }

  /** Whether the arbiter says that every edge there is holds the tenant's budget. */
  boolean isPropagated(String tenant) throws IOException, InterruptedException {
    HttpResponse<String> answer = arbiter.get(path(tenant));
    if (answer.statusCode() != 200) {
      return false;
    }
    JsonNode propagated = JSON.readTree(answer.body()).at("/status/conditions/0");
    return propagated.path("type").asText().equals("Propagated")
        && propagated.path("status").asText().equals("True")
        && propagated.path("message").asText().startsWith("4 of 4 edges");
  }

  private static String version(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body()).at("/metadata/resourceVersion").asText();
  }

  private static String path(String tenant) {
    return "/api/v1/tenants/%s/budget".formatted(tenant);
  }
}
