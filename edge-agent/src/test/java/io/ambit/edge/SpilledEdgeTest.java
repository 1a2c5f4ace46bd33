package io.ambit.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambit.failover.Demand;
import io.ambit.failover.RegionLoad;
import io.ambit.failover.SpillTables;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.PolicyKey;
import io.ambit.model.RegionDeclaration.AdminState;
import io.ambit.model.SpillTable;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real edge sends requests to another region by the table it was told of. */
@ExtendWith(SharedEdge.class)
class SpilledEdgeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LeasedEdge leased;
  private final RunningEdge edge;

  SpilledEdgeTest(LeasedEdge leased) {
    this.leased = leased;
    this.edge = leased.edge();
  }

  /** The edge is shared with other tests. */
  @AfterEach
  void forgetTheTable() throws Exception {
    publish(SpillTable.EMPTY);
    patiently().until(() -> status().at("/spill/row").isNull());
  }

  @Test
  void withNoBackendLeftRequestsGoToTheOtherRegionAndSayWhy() throws Exception {
    leased.lease("spilling");
    publish(table(Map.of()));
    patiently().until(() -> !status().at("/spill/row").isNull());
    edge.put("/v1/backends/spilt/eu-a", "{\"url\":\"http://127.0.0.1:1\",\"ttlMillis\":60000}");
    assertThat(decide("spilling", "spilt", "").at("/route/region").asText()).isEqualTo("eu");

    String failure =
        "{\"pool\":\"spilt\",\"backend\":\"eu-a\",\"latencyMillis\":1,\"success\":false}";
    edge.post("/v1/outcomes", "{\"outcomes\":[" + (failure + ",").repeat(5) + failure + "]}");
    JsonNode decision = decide("spilling", "spilt", "");
    HttpResponse<String> checked =
        edge.get("/v1/check", "Ambit-Tenant", "spilling", "Ambit-Pool", "spilt");

    assertThat(decision.path("verdict").asText()).isEqualTo("admit");
    assertThat(decision.at("/route/region").asText()).isEqualTo("us");
    assertThat(decision.at("/route/backend").isNull()).isTrue();
    assertThat(checked.statusCode()).isEqualTo(200);
    assertThat(checked.headers().firstValue("Ambit-Route")).contains("us");
    assertThat(decide("spilling", "spilt", ",\"origin\":\"us\"").path("reason").asText())
        .isEqualTo("no_backend");
    patiently().until(() -> status().at("/spill/active").asBoolean());
    assertThat(status().at("/spill/leaving").findValuesAsText("pool")).contains("spilt");
    assertThat(status().at("/spill/row/toPerTenThousand/critical/us").asInt()).isEqualTo(10_000);
    assertThat(edge.explain("spilling").at("/spill/tableRevision").asLong()).isPositive();
    edge.delete("/v1/backends/spilt/eu-a");
  }

  @Test
  void aDrainedRegionSendsItsPartAway() throws Exception {
    leased.lease("draining");
    publish(table(Map.of("eu", 10_000)));
    patiently()
        .until(() -> decide("draining", "any", "").at("/route/region").asText().equals("us"));

    String told =
        edge.post(
                "/v1/outcomes",
                "{\"outcomes\":[{\"region\":\"us\",\"latencyMillis\":1,\"success\":true}]}")
            .body();

    assertThat(told).isEqualTo("{\"accepted\":1,\"ignored\":0}");
    assertThat(status().at("/spill/drainedPerTenThousand").asInt()).isEqualTo(10_000);
  }

  private void publish(SpillTable table) throws Exception {
    leased.relay(PolicyKey.SPILL_TABLE, table);
  }

  private static SpillTable table(Map<String, Integer> away) {
    return SpillTables.of(
        List.of(load("eu"), load("us")), new TreeMap<>(away), FailoverPolicy.DEFAULT);
  }

  private static RegionLoad load(String region) {
    return new RegionLoad(region, 1_000, 0, 1, AdminState.ACTIVE, Demand.of(0, 100, 0, 0));
  }

  private JsonNode status() throws Exception {
    return JSON.readTree(edge.get("/v1/status").body());
  }

  private JsonNode decide(String tenant, String pool, String more) throws Exception {
    String body = "{\"tenant\":\"%s\",\"pool\":\"%s\"%s}".formatted(tenant, pool, more);
    return JSON.readTree(edge.post("/v1/decide", body).body());
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
  }
}
