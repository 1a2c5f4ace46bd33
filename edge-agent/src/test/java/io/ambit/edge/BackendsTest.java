package io.ambit.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambit.backend.Backend;
import io.ambit.backend.Sighting;
import io.ambit.model.Enforcement;
import io.ambit.model.Limit;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Real backends announce themselves over HTTP; each test has a pool and a tenant of its own. */
@ExtendWith(SharedEdge.class)
class BackendsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Limit PLENTY = Limit.perSecond("requests", 1_000_000, 100_000);

  private final LeasedEdge leased;
  private final RunningEdge edge;

  BackendsTest(LeasedEdge leased) {
    this.leased = leased;
    this.edge = leased.edge();
  }

  @Test
  void whoAnnouncesItselfIsNamedByDecisionsUntilItLeaves() throws Exception {
    leased.lease("routed", Enforcement.ENFORCE, PLENTY);
    try (PlayedBackend one = new PlayedBackend();
        PlayedBackend two = new PlayedBackend()) {
      assertThat(announce("routing", "eu-a", one.url(), 60_000).statusCode()).isEqualTo(201);
      assertThat(announce("routing", "eu-b", two.url(), 60_000).statusCode()).isEqualTo(201);
      assertThat(announce("routing", "eu-b", two.url(), 60_000).statusCode()).isEqualTo(200);

      Set<String> named = new TreeSet<>();
      patiently()
          .until(
              () -> {
                JsonNode route = decide("routed", "routing").path("route");
                named.add(route.path("backend").asText() + "=" + route.path("url").asText());
                return named.size() == 2;
              });
      HttpResponse<String> checked = check("routed", "routing");

      assertThat(named).containsExactly("eu-a=" + one.url(), "eu-b=" + two.url());
      assertThat(checked.headers().firstValue("Ambit-Route").orElse("")).matches("eu/eu-[ab]");
      assertThat(checked.headers().firstValue("Ambit-Backend-Url").orElse(""))
          .isIn(one.url(), two.url());
      assertThat(edge.delete("/v1/backends/routing/eu-a").statusCode()).isEqualTo(204);
      assertThat(edge.delete("/v1/backends/routing/eu-a").statusCode()).isEqualTo(404);
      assertThat(decide("routed", "routing").at("/route/backend").asText()).isEqualTo("eu-b");
    }
  }

  @Test
  void whatIsNotRenewedEvaporatesAndWithNobodyLeftRequestsAreShed() throws Exception {
    leased.lease("lonely", Enforcement.ENFORCE, PLENTY);
    try (PlayedBackend brief = new PlayedBackend()) {
      announce("evaporating", "brief", brief.url(), 1_000);
      assertThat(decide("lonely", "evaporating").at("/route/backend").asText()).isEqualTo("brief");

      patiently()
          .until(
              () -> decide("lonely", "evaporating").path("reason").asText().equals("no_backend"));
      HttpResponse<String> refused = check("lonely", "evaporating");

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    }
  }

  @Test
  void probesFindOutWhoIsIllAndWhoIsWellAgain() throws Exception {
    leased.lease("probing", Enforcement.ENFORCE, PLENTY);
    try (PlayedBackend ill = new PlayedBackend();
        PlayedBackend well = new PlayedBackend()) {
      announce("probed", "ill", ill.url(), 60_000);
      announce("probed", "well", well.url(), 60_000);
      patiently().until(() -> shows("probed", "ill", "/probed", "up"));

      ill.answer(500);
      patiently().until(() -> shows("probed", "ill", "/state", "down"));
      assertThat(decide("probing", "probed").at("/route/backend").asText()).isEqualTo("well");

      ill.answer(200);
      patiently().until(() -> shows("probed", "ill", "/state", "healthy"));
      assertThat(well.probes()).isPositive();
    }
  }

  @Test
  void whoseRequestsFailIsEjectedThoughItsProbesAreFine() throws Exception {
    leased.lease("ejecting", Enforcement.ENFORCE, PLENTY);
    try (PlayedBackend grey = new PlayedBackend();
        PlayedBackend fine = new PlayedBackend()) {
      announce("grey", "grey", grey.url(), 60_000);
      announce("grey", "fine", fine.url(), 60_000);
      patiently().until(() -> shows("grey", "grey", "/probed", "up"));

      String failure =
          "{\"pool\":\"grey\",\"backend\":\"grey\",\"latencyMillis\":1,\"success\":false}";
      HttpResponse<String> told =
          edge.post("/v1/outcomes", "{\"outcomes\":[" + (failure + ",").repeat(5) + failure + "]}");

      assertThat(told.statusCode()).isEqualTo(200);
      assertThat(backend("grey", "grey").path("state").asText()).isEqualTo("ejected");
      assertThat(backend("grey", "grey").path("ejections").asInt()).isEqualTo(1);
      for (int i = 0; i < 10; i++) {
        assertThat(decide("ejecting", "grey").at("/route/backend").asText()).isEqualTo("fine");
      }
    }
  }

  @Test
  void aFifthOfRequestsMayBeMadeAgain() throws Exception {
    leased.lease("retrying", Enforcement.ENFORCE, PLENTY);
    int shed = 0;
    for (int i = 0; i < 30; i++) {
      JsonNode again =
          JSON.readTree(
              edge.post(
                      "/v1/decide", "{\"tenant\":\"retrying\",\"pool\":\"retried\",\"attempt\":2}")
                  .body());
      shed += again.path("reason").asText().equals("overload") ? 1 : 0;
      if (i == 0) {
        // A pool is known from the first outcome that names it.
        edge.post(
            "/v1/outcomes",
            "{\"outcomes\":[{\"pool\":\"retried\",\"latencyMillis\":1,\"success\":true}]}");
      }
    }

    // Ten to begin with and not one more, as nothing is asked for the first time.
    assertThat(shed).isBetween(19, 20);
  }

  @Test
  void whatABackendSaysHereIsToldToTheRegionAndWhatTheRegionTellsIsKnownHere() throws Exception {
    announce("discovered", "here", "http://127.0.0.1:1", 60_000);
    patiently().until(() -> leased.toldOfBackends().contains("discovered/here"));

    Backend elsewhere = new Backend("discovered", "there", "http://127.0.0.1:2", "", 0, "");
    leased.tellOf(Sighting.now(elsewhere, 60_000));

    patiently().until(() -> shows("discovered", "there", "/source", "announced"));
    assertThat(leased.toldOfBackends()).doesNotContain("discovered/there");
    leased.tellOf(new Sighting(elsewhere, 60_000, 0, true));
    patiently().until(() -> backend("discovered", "there").isNull());
  }

  private boolean shows(String pool, String id, String pointer, String expected) throws Exception {
    return backend(pool, id).at(pointer).asText().equals(expected);
  }

  private JsonNode backend(String pool, String id) throws Exception {
    for (JsonNode each : JSON.readTree(edge.get("/v1/backends").body()).path("backends")) {
      if (each.path("pool").asText().equals(pool) && each.path("id").asText().equals(id)) {
        return each;
      }
    }
    return JSON.nullNode();
  }

  private HttpResponse<String> announce(String pool, String id, String url, long ttlMillis)
      throws Exception {
    return edge.put(
        "/v1/backends/" + pool + "/" + id,
        """
        {"url":"%s","zone":"eu-a","capacityPerSecond":500,"probePath":"/health","ttlMillis":%d}"""
            .formatted(url, ttlMillis));
  }

  private JsonNode decide(String tenant, String pool) throws Exception {
    String body = "{\"tenant\":\"%s\",\"pool\":\"%s\"}".formatted(tenant, pool);
    return JSON.readTree(edge.post("/v1/decide", body).body());
  }

  private HttpResponse<String> check(String tenant, String pool) throws Exception {
    return edge.get("/v1/check", "Ambit-Tenant", tenant, "Ambit-Pool", pool);
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
  }
}
