package io.ambit.global;

import static io.ambit.global.OperatorApiTest.budget;
import static io.ambit.global.OperatorApiTest.quota;
import static io.ambit.global.Regions.edge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambit.global.Arbiter.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What flows up and down between the arbiter and its regions, and what operators see of it. One
 * region throughout: another one that fell silent would keep its part for its grace.
 */
@ExtendWith(Stage.Extension.class)
final class RegionsTest {
  private final Stage stage;
  private final Arbiter arbiter;

  RegionsTest(Stage stage) {
    this.stage = stage;
    this.arbiter = stage.arbiter();
  }

  @Test
  void aRegionThatReportsIsGivenLeasesAndOperatorsSeeWho() {
    arbiter.put(budget("flow"), quota(1_000));
    Answer second = arbiter.put(budget("flow"), quota(2_000), "If-Match: *");
    long revision = second.body().at("/metadata/resourceVersion").asLong();
    long[] offered = {0};

    await()
        .atMost(Arbiter.PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () -> {
              offered[0] += 20;
              stage
                  .regions()
                  .report(
                      "eu", "flow", offered[0], edge("eu-1", revision), edge("eu-2", revision - 1));
              JsonNode status = arbiter.get(budget("flow")).body().path("status");
              assertThat(status.at("/conditions/0/reason").asText()).isEqualTo("EdgesBehind");
              assertThat(status.at("/conditions/0/message").asText())
                  .startsWith("1 of 2 edges hold generation 2; oldest is 1 at eu-2 for ");
              assertThat(status.at("/usage/offeredPerSecond").asDouble()).isBetween(20.0, 400.0);
              assertThat(status.at("/grants/regions/eu").asLong()).isEqualTo(1_998);
              assertThat(status.at("/grants/unallocated").asLong()).isZero();
            });

    assertThat(stage.regions().given("eu").orElseThrow().leases())
        .anyMatch(lease -> lease.key().tenant().equals("flow"));
    JsonNode lease = arbiter.get("/api/v1/tenants/flow/leases").body().at("/leases/0");
    assertThat(lease.path("region").asText()).isEqualTo("eu");
    assertThat(lease.path("ratePerSecond").asLong()).isEqualTo(1_998);
    JsonNode behind = arbiter.get("/api/v1/tenants/flow/effective?at=edge/eu-2").body();
    assertThat(behind.at("/place/inForce").asBoolean(true)).isFalse();
    assertThat(behind.at("/values/0/provenance/setBy").asText()).isEqualTo("olga");
    assertThat(arbiter.get("/api/v1/regions/eu/edges").body().at("/items").findValuesAsText("name"))
        .containsExactly("eu-1", "eu-2");
    assertThat(arbiter.get("/api/v1/topology").body().at("/regions").findValuesAsText("name"))
        .contains("eu", "eu-1");

    stage
        .regions()
        .report("eu", "flow", offered[0], edge("eu-1", revision), edge("eu-2", revision));
    await()
        .atMost(Arbiter.PATIENCE)
        .until(
            () ->
                arbiter
                    .get(budget("flow"))
                    .body()
                    .at("/status/conditions/0/message")
                    .asText()
                    .equals("2 of 2 edges hold generation 2"));
  }

  @Test
  void whatATenantUsedIsKeptForPlotsAndCounted() {
    arbiter.put(budget("plotted"), quota(1_000));
    long[] offered = {0};

    await()
        .atMost(Arbiter.PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              offered[0] += 40;
              stage.regions().report("eu", "plotted", offered[0]);
              JsonNode usage = arbiter.get("/api/v1/tenants/plotted/usage").body();
              assertThat(usage.path("historyAvailable").asBoolean()).isTrue();
              // The oldest sample may be of before the second report, when there is no rate yet.
              assertThat(usage.path("history").findValues("offeredPerSecond"))
                  .anyMatch(rate -> rate.asDouble() > 0);
            });
    assertThat(arbiter.metrics())
        .contains("ambit_tenant_offered_total{")
        .contains("tenant=\"plotted\"")
        .contains("ambit_tenant_granted_per_second{")
        .contains("ambit_pool_units{")
        .contains("ambit_policy_revision")
        .contains("ambit_edges{")
        .contains("ambit_mode{")
        .contains("ambit_control_bytes_total{")
        .contains("ambit_tick_lateness_seconds")
        .contains("tier=\"global\"");
  }

  @Test
  void aTenantNobodyConfiguredIsShownUnderTheDefaultBudgetWhileItAsks() {
    assertThat(arbiter.get("/api/v1/tenants/stranger").status()).isEqualTo(404);
    String tag = arbiter.put("/api/v1/defaults/budget", quota(77)).etag();
    long[] offered = {0};

    await()
        .atMost(Arbiter.PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () -> {
              offered[0] += 10;
              stage.regions().report("eu", "stranger", offered[0]);
              Answer tenant = arbiter.get("/api/v1/tenants/stranger");
              assertThat(tenant.body().at("/status/boundBy").asText()).isEqualTo("default");
              assertThat(tenant.body().at("/status/budget/grants/total").asLong()).isPositive();
            });
    arbiter.delete("/api/v1/defaults/budget", "If-Match: " + tag);
  }

  @Test
  void whoWatchesSeesEveryChangeAndCanResume() throws Exception {
    String tag = arbiter.put(budget("watched"), quota(1)).etag();
    List<String> seen = new ArrayList<>();
    try (BufferedReader events = watch("Last-Event-ID", tag.replace("\"", ""))) {
      arbiter.put(budget("watched"), quota(2), "If-Match: *");
      arbiter.delete(budget("watched"), "If-Match: *");
      while (seen.stream().noneMatch("event:DELETED"::equals)) {
        String line = events.readLine();
        if (line.startsWith("event:")) {
          seen.add(line);
        }
      }
    }

    assertThat(seen).containsExactly("event:BOOKMARK", "event:MODIFIED", "event:DELETED");
    assertThat(
            arbiter
                .send(arbiter.request("/api/v1/watch").header("Last-Event-ID", "999999").GET())
                .status())
        .isEqualTo(410);
  }

  private BufferedReader watch(String header, String value) throws IOException {
    HttpRequest request = arbiter.request("/api/v1/watch").header(header, value).GET().build();
    try {
      return new BufferedReader(
          new InputStreamReader(
              HttpClient.newHttpClient()
                  .send(request, HttpResponse.BodyHandlers.ofInputStream())
                  .body(),
              StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
