package io.ambit.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambit.lease.Report;
import io.ambit.lease.Share;
import io.ambit.lease.WriteLease;
import io.ambit.lease.WriteMark;
import io.ambit.model.AuditEvent;
import io.ambit.model.Budget;
import io.ambit.model.ControlLoss;
import io.ambit.model.Enforcement;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.WriteHome;
import io.ambit.usage.Usage;
import io.ambit.wire.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/**
 * One broker and one edge for all, since both take seconds to start; every test has a tenant of its
 * own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeAgentTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Share FLOOR = new Share(1_000, 1_000);
  private static final Share LEASE = new Share(1_000_000, 100_000);
  private static final Limit LIMIT = Limit.perSecond("requests", 1_000, 100);

  private EmbeddedKafkaBroker kafka;
  private PlayedRegion region;
  private RunningEdge edge;

  @BeforeAll
  void start(@TempDir Path data) {
    kafka = new EmbeddedKafkaKraftBroker(1, 1).brokerProperty("auto.create.topics.enable", "false");
    kafka.afterPropertiesSet();
    region = new PlayedRegion(kafka.getBrokersAsString());
    edge = new RunningEdge("eu-1", data, kafka.getBrokersAsString(), "--ambit.headers=both");
    patiently().until(() -> region.newestReport("eu-1").isPresent());
  }

  @AfterAll
  void stop() {
    edge.close();
    region.close();
    kafka.destroy();
  }

  @Test
  void whatTheRegionGrantsIsAdmittedAndNoMore() throws Exception {
    lease("acme", Enforcement.ENFORCE);

    JsonNode admitted = edge.decide("acme");
    JsonNode tooMuch = edge.decide("acme", 101);

    assertThat(admitted.path("reason").asText()).isEqualTo("ok");
    assertThat(admitted.path("limit").asText()).isEqualTo("requests");
    assertThat(admitted.path("remaining").asLong()).isBetween(0L, 100L);
    assertThat(admitted.at("/route/region").asText()).isEqualTo("eu");
    assertThat(admitted.path("leaseAgeMillis").asLong()).isBetween(0L, 20_000L);
    assertThat(tooMuch.path("verdict").asText()).isEqualTo("shed");
    assertThat(tooMuch.path("reason").asText()).isEqualTo("over_budget");
    assertThat(tooMuch.path("limit").asText()).isEqualTo("requests");
    assertThat(tooMuch.path("retryAfterMillis").asLong()).isPositive();
    assertThat(tooMuch.path("route").isNull()).isTrue();
    assertThat(tooMuch.path("decisionId")).isNotEqualTo(admitted.path("decisionId"));
  }

  @Test
  void everyFieldOfAnAnswerIsThere() throws Exception {
    assertThat(edge.decide("nobody-knows-me").fieldNames())
        .toIterable()
        .containsExactly(
            "verdict",
            "reason",
            "limit",
            "remaining",
            "retryAfterMillis",
            "route",
            "fencingToken",
            "mode",
            "enforcement",
            "policyRevision",
            "leaseAgeMillis",
            "decisionId");
  }

  @Test
  void proxiesAreAnsweredByStatusAndHeaders() throws Exception {
    lease("proxied", Enforcement.ENFORCE);

    HttpResponse<String> admitted = edge.get("/v1/check", "Ambit-Tenant", "proxied");
    HttpResponse<String> shed =
        edge.get("/v1/check", "Ambit-Tenant", "proxied", "Ambit-Cost", "101");
    HttpResponse<String> nginx =
        edge.get("/v1/check/nginx", "Ambit-Tenant", "proxied", "Ambit-Cost", "101");

    assertThat(admitted.statusCode()).isEqualTo(200);
    assertThat(admitted.body()).isEmpty();
    assertThat(header(admitted, "Ambit-Route")).isEqualTo("eu");
    assertThat(header(admitted, "Ambit-Decision"))
        .matches("admit;reason=ok;mode=\\w+;id=[0-9a-f]{8}-[0-9a-z]+-[-_0-9A-Za-z]+");
    assertThat(header(admitted, "RateLimit-Policy")).isEqualTo("\"proxied-requests\";q=1000;w=1");
    assertThat(header(admitted, "RateLimit")).matches("\"proxied-requests\";r=\\d+;t=\\d+");
    assertThat(header(admitted, "X-RateLimit-Limit")).isEqualTo("1000");
    assertThat(shed.statusCode()).isEqualTo(429);
    assertThat(header(shed, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(Integer.parseInt(header(shed, "Retry-After"))).isPositive();
    assertThat(JSON.readTree(shed.body()).path("type").asText())
        .isEqualTo("https://iana.org/assignments/http-problem-types#quota-exceeded");
    assertThat(nginx.statusCode()).isEqualTo(403);
    assertThat(header(nginx, "Ambit-Decision")).startsWith("shed;reason=over_budget;");
  }

  @Test
  void aWriteGoesHomeUnderItsEpochAndIsSentThereFromElsewhere() throws Exception {
    lease("housed", Enforcement.ENFORCE);
    assertThat(edge.write("housed").path("fencingToken").isNull()).as("no home yet").isTrue();
    WriteHome home = WriteHome.first("eu", "f-1");
    long revision = region.relay(PolicyKey.home("housed"), home);
    patiently().until(answered(() -> edge.write("housed")), EdgeAgentTest::isNotHome);

    region.allowWrites(new WriteLease(10_000, revision));
    patiently()
        .until(
            answered(
                () -> {
                  region.answer("eu-1");
                  return edge.write("housed");
                }),
            EdgeAgentTest::isAdmitted);
    JsonNode admitted = edge.write("housed");
    HttpResponse<String> checked =
        edge.get("/v1/check", "Ambit-Tenant", "housed", "Ambit-Operation", "write");
    assertThat(admitted.path("fencingToken").asLong()).isEqualTo(home.epoch());
    assertThat(header(checked, "Ambit-Fencing-Token")).isEqualTo(Long.toString(home.epoch()));
    assertThat(edge.decide("housed").path("fencingToken").isNull()).as("of a read").isTrue();

    WriteHome fencing = home.reserved("us", "f-2", false, false).fencing();
    region.relay(PolicyKey.home("housed"), fencing);
    region.relay(PolicyKey.home("housed"), fencing.activating().settled());
    patiently().until(answered(() -> edge.write("housed")), EdgeAgentTest::isNotHome);
    JsonNode sent = edge.write("housed");
    HttpResponse<String> refused =
        edge.get("/v1/check", "Ambit-Tenant", "housed", "Ambit-Operation", "write");
    JsonNode explained =
        JSON.readTree(edge.get("/v1/explain?tenant=housed&operation=write").body());
    assertThat(sent.at("/route/region").asText()).isEqualTo("us");
    assertThat(sent.path("fencingToken").isNull()).isTrue();
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(header(refused, "Ambit-Route")).isEqualTo("us");
    assertThat(Integer.parseInt(header(refused, "Retry-After"))).isPositive();
    assertThat(JSON.readTree(refused.body()).path("type").asText())
        .endsWith("#temporary-reduced-capacity");
    assertThat(explained.path("reason").asText()).isEqualTo("not_home");
    assertThat(explained.at("/home/region").asText()).isEqualTo("us");
    assertThat(explained.at("/home/epoch").asLong()).isEqualTo(fencing.epoch());
    assertThat(edge.decide("housed").path("verdict").asText()).as("a read").isEqualTo("admit");
  }

  @Test
  void aWriteWaitsForTheEndOfAMoveThatConcernsItsRegion() throws Exception {
    lease("moving", Enforcement.ENFORCE);
    WriteHome fencing = WriteHome.first("eu", "f-1").reserved("us", "f-2", false, false).fencing();
    region.relay(PolicyKey.home("moving"), fencing);
    patiently().until(answered(() -> edge.write("moving")), EdgeAgentTest::isNotHome);
    try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
      Future<JsonNode> waiting = writer.submit(() -> edge.write("moving"));
      region.relay(PolicyKey.home("moving"), fencing.activating());

      assertThat(waiting.get().at("/route/region").asText()).isEqualTo("us");
      assertThat(waiting.get().path("reason").asText()).isEqualTo("not_home");
    }
  }

  @Test
  void marksOfStoresGoUpWhileAMoveAwaitsThem() throws Exception {
    lease("marked", Enforcement.ENFORCE);
    WriteHome fencing = WriteHome.first("eu", "f-1").reserved("us", "f-2", false, true).fencing();
    region.relay(PolicyKey.home("marked"), fencing);
    WriteMark mark = new WriteMark("marked", fencing.epoch(), 90_210);
    HttpResponse<String> taken =
        edge.post(
            "/v1/write-marks",
            "{\"tenant\":\"marked\",\"epoch\":%d,\"mark\":90210}".formatted(fencing.epoch()));
    HttpResponse<String> wrong = edge.post("/v1/write-marks", "{\"tenant\":\"marked\"}");

    assertThat(taken.statusCode()).isEqualTo(200);
    assertThat(wrong.statusCode()).isEqualTo(400);
    patiently()
        .until(
            () ->
                region.newestReport("eu-1").stream()
                    .anyMatch(report -> report.marks().contains(mark)));
  }

  @Test
  void aDecisionIsSettledOnceForWhatItTook() throws Exception {
    lease("settled", Enforcement.ENFORCE);
    // The lease has just begun: fifty units take a twentieth of a second to arrive.
    AtomicReference<JsonNode> admitted = new AtomicReference<>();
    patiently()
        .until(
            () -> {
              String costs = "{\"tenant\":\"settled\",\"costs\":{\"requests\":50}}";
              JsonNode answer = JSON.readTree(edge.post("/v1/decide", costs).body());
              admitted.set(answer);
              return answer.path("verdict").asText().equals("admit");
            });
    JsonNode decision = java.util.Objects.requireNonNull(admitted.get());
    String id = decision.path("decisionId").asText();
    String body = "{\"decisionId\":\"%s\",\"actualCosts\":{\"requests\":5050}}".formatted(id);

    HttpResponse<String> settled = edge.post("/v1/settle", body);
    HttpResponse<String> again = edge.post("/v1/settle", body.replace("5050", "1"));
    JsonNode next = edge.decide("settled", 1);
    HttpResponse<String> refused =
        edge.post("/v1/settle", body.replace(id, next.path("decisionId").asText()));

    assertThat(settled.statusCode()).as(settled.body()).isEqualTo(200);
    JsonNode limit = JSON.readTree(settled.body()).at("/limits/0");
    assertThat(limit.path("chargedCost").asLong()).isEqualTo(50);
    assertThat(limit.path("actualCost").asLong()).isEqualTo(5_050);
    assertThat(limit.path("debited").asDouble()).isBetween(4_990.0, 5_000.0);
    assertThat(again.body()).isEqualTo(settled.body());
    assertThat(next.path("reason").asText()).isEqualTo("over_budget");
    assertThat(refused.statusCode()).isEqualTo(404);
  }

  @Test
  void aHeaderMayNameWhatEachLimitIsCharged() throws Exception {
    lease("itemised", Enforcement.ENFORCE);

    HttpResponse<String> admitted =
        edge.get("/v1/check", "Ambit-Tenant", "itemised", "Ambit-Cost", "tokens=300, requests=2");
    HttpResponse<String> shed =
        edge.get("/v1/check", "Ambit-Tenant", "itemised", "Ambit-Cost", "requests=101, bytes=1");

    assertThat(admitted.statusCode()).isEqualTo(200);
    assertThat(shed.statusCode()).isEqualTo(429);
  }

  @Test
  void aBatchIsAnsweredInOrderEachForItself() throws Exception {
    lease("batched", Enforcement.ENFORCE);
    String body =
        """
        {"requests":[{"tenant":"batched"},{"tenant":"nobody-knows-me"},
         {"tenant":"batched","cost":101,"priority":"sheddable","operation":"write",
          "pool":"default","routeKey":"user-7"}]}""";

    JsonNode decisions =
        JSON.readTree(edge.post("/v1/decide/batch", body).body()).path("decisions");

    assertThat(decisions.findValuesAsText("reason"))
        .containsExactly("ok", "unknown_tenant", "over_budget");
  }

  @Test
  void aThousandDecisionsWithEveryFieldFitIntoABatch() throws Exception {
    String request =
        """
        {"tenant":"nobody-knows-me","operation":"read","priority":"critical_plus","cost":1,\
        "pool":"default","routeKey":"%s"},"""
            .formatted("k".repeat(200));
    String requests = request.repeat(1_000);
    String body = "{\"requests\":[" + requests.substring(0, requests.length() - 1) + "]}";

    HttpResponse<String> answer = edge.post("/v1/decide/batch", body);

    assertThat(JSON.readTree(answer.body()).path("decisions")).hasSize(1_000);
  }

  @Test
  void shadowAdmitsAndCountsWhatItWouldHaveShed() throws Exception {
    lease("shadowed", Enforcement.SHADOW);

    JsonNode decision = edge.decide("shadowed", 101);

    assertThat(decision.path("verdict").asText()).isEqualTo("admit");
    assertThat(decision.path("reason").asText()).isEqualTo("over_budget");
    assertThat(decision.path("enforcement").asText()).isEqualTo("shadow");
    assertThat(
            counted(
                "ambit.decisions",
                "decision",
                "admit",
                "reason",
                "over_budget",
                "enforcement",
                "shadow",
                "priority",
                "critical"))
        .isPositive();
  }

  @Test
  void aTenantNobodyConfiguredGetsTheDefaultBudgetOnceThereIsOne() throws Exception {
    patiently().until(() -> reason("stranger").equals("unknown_tenant"));
    region.relay(PolicyKey.DEFAULT_BUDGET, Budget.of(LIMIT));
    patiently().until(() -> reason("stranger").equals("over_budget"));
    LimitKey key = new LimitKey("stranger", "requests");
    patiently().until(() -> reported().usage().stream().anyMatch(u -> u.key().equals(key)));
    region.give(key, LEASE, FLOOR, 18_000);
    untilAdmitted("stranger");
    region.relay(PolicyKey.DEFAULT_BUDGET, null);
    patiently().until(() -> reason("stranger").equals("unknown_tenant"));
  }

  @Test
  void everyRefusalIsExplainedFromItsId() throws Exception {
    lease("refused", Enforcement.ENFORCE);
    JsonNode refused;
    do {
      refused = edge.decide("refused", 100);
    } while (refused.path("verdict").asText().equals("admit"));
    String id = refused.path("decisionId").asText();

    JsonNode explained = JSON.readTree(edge.get("/v1/explain?decision=" + id).body());

    JsonNode decision = explained.path("decision");
    assertThat(decision.path("decisionId").asText()).isEqualTo(id);
    assertThat(decision.path("cost").asLong()).isEqualTo(100);
    for (String field :
        List.of("verdict", "reason", "limit", "remaining", "retryAfterMillis", "leaseAgeMillis")) {
      assertThat(decision.path(field)).as(field).isEqualTo(refused.path(field));
    }
    assertThat(explained.path("tenant").asText()).isEqualTo("refused");
    assertThat(explained.at("/limits/0/limit").asText()).isEqualTo("requests");
    assertThat(edge.get("/v1/explain?decision=" + id + "x").statusCode()).isEqualTo(404);
  }

  @Test
  void aDecisionIsExplainedWithWhatItRestsOnAndTakesNothing() throws Exception {
    lease("explained", Enforcement.ENFORCE);

    JsonNode first = JSON.readTree(edge.get("/v1/explain?tenant=explained").body());
    JsonNode unknown = JSON.readTree(edge.get("/v1/explain?tenant=nobody-knows-me").body());

    assertThat(first.path("verdict").asText()).isEqualTo("admit");
    assertThat(first.path("budget").asText()).isEqualTo("own");
    assertThat(first.at("/setBy/actor").asText()).isEqualTo("maria");
    assertThat(first.at("/limits/0/quota").asLong()).isEqualTo(1_000);
    assertThat(first.at("/limits/0/rung").asText()).isIn("lease", "grace");
    assertThat(first.at("/grant/sequence").asLong()).isPositive();
    assertThat(unknown.path("reason").asText()).isEqualTo("unknown_tenant");
    assertThat(unknown.path("limits")).isEmpty();
  }

  @Test
  void whatWasOfferedAndAdmittedIsReported() throws Exception {
    lease("counted", Enforcement.ENFORCE);
    edge.decide("counted", 101);
    LimitKey key = new LimitKey("counted", "requests");

    patiently()
        .until(
            answered(
                () ->
                    reported().usage().stream()
                        .filter(usage -> usage.key().equals(key))
                        .anyMatch(EdgeAgentTest::offeredMoreThanAdmitted)));
  }

  @Test
  void recordsNobodyCanReadAreKeptCountedAndPassedOver() throws Exception {
    for (String topic : List.of("ambit.eu.policy", "ambit.eu.grants")) {
      String key = topic.endsWith("policy") ? "budget/acme" : "eu-1";
      for (byte[] poison : poisons()) {
        region.append(topic, key, poison);
      }
      patiently().until(() -> keepsAll(topic));
      assertThat(counted("ambit.records.rejected", "topic", topic)).isEqualTo(poisons().size());
    }
    region.append("ambit.eu.policy", "nonsense", null);
    patiently().until(() -> kept("ambit.eu.policy").size() == poisons().size() + 1);
    lease("after-poison", Enforcement.ENFORCE);
  }

  @Test
  void grantsOfOtherEdgesAreNotEvenLookedAt() throws Exception {
    double before = counted("ambit.records.rejected", "topic", "ambit.eu.grants");
    region.append("ambit.eu.grants", "eu-2", "not for us".getBytes(UTF_8));
    lease("neighbour", Enforcement.ENFORCE);
    assertThat(counted("ambit.records.rejected", "topic", "ambit.eu.grants")).isEqualTo(before);
  }

  @Test
  void whoStopsWhileTheRegionListensGivesEverythingBack(@TempDir Path data) throws Exception {
    RunningEdge leaver = edgeWithLease("eu-3", "leaver", data);
    patiently()
        .until(
            () -> region.answer("eu-3") && leaver.status().path("parentAgeMillis").asLong() < 500);
    try (ExecutorService meanwhile = Executors.newSingleThreadExecutor()) {
      Future<?> stopped = meanwhile.submit(leaver::close);
      patiently().until(() -> region.answer("eu-3") && stopped.isDone());
    }
    assertThat(region.newestReport("eu-3").orElseThrow().leaving()).isTrue();

    try (RunningEdge restarted = new RunningEdge("eu-3", data, RunningEdge.NO_BROKER)) {
      assertThat(restarted.status().path("leaseCount").asInt()).isZero();
      assertThat(restarted.decide("leaver").path("verdict").asText()).isEqualTo("shed");
    }
  }

  @Test
  void whoRestartsWithEverythingAboveItDeadAnswersFromItsDisk(@TempDir Path data) throws Exception {
    try (RunningEdge first = edgeWithLease("eu-4", "survivor", data)) {
      patiently().until(() -> first.status().path("parentAgeMillis").asLong() > 2_000);
    }
    assertThat(region.newestReport("eu-4").orElseThrow().leaving()).isFalse();

    try (RunningEdge second = new RunningEdge("eu-4", data, RunningEdge.NO_BROKER)) {
      patiently().until(() -> isAdmitted(second.decide("survivor")));
      assertThat(second.decide("nobody-knows-me").path("reason").asText())
          .isEqualTo("unknown_tenant");
      assertThat(second.status().at("/leases/0/rung").asText()).isIn("lease", "grace");
      assertThat(second.get("/readyz").statusCode()).isEqualTo(200);
    }
  }

  /** Starts an edge and gives its tenant a lease with a long grace. */
  private RunningEdge edgeWithLease(String node, String tenant, Path data) throws Exception {
    region.relay(PolicyKey.budget(tenant), Budget.of(LIMIT));
    region.give(new LimitKey(tenant, "requests"), LEASE, FLOOR, 60_000);
    RunningEdge started = new RunningEdge(node, data, kafka.getBrokersAsString());
    patiently()
        .until(
            () -> {
              region.answer(node);
              return isAdmitted(started.decide(tenant));
            });
    patiently().until(() -> started.status().at("/persisted/sequence").asLong() > 0);
    return started;
  }

  private void lease(String tenant, Enforcement enforcement) throws Exception {
    region.relay(
        PolicyKey.budget(tenant), new Budget(List.of(LIMIT), enforcement, ControlLoss.DEFAULT));
    region.give(new LimitKey(tenant, "requests"), LEASE, FLOOR, 18_000);
    untilAdmitted(tenant);
  }

  private void untilAdmitted(String tenant) {
    patiently()
        .until(answered(() -> edge.decide(tenant)), decision -> ok(decision) && full(tenant));
  }

  /** A full bucket, so that the test that follows has its own tokens to spend. */
  private boolean full(String tenant) {
    try {
      return edge.decide(tenant).path("remaining").asLong() > 10;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static boolean ok(JsonNode decision) {
    return decision.path("reason").asText().equals("ok");
  }

  /** Answers the edge's reports meanwhile, as a region would. */
  private <T> Callable<T> answered(Callable<T> question) {
    return () -> {
      region.answer("eu-1");
      return question.call();
    };
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
  }

  private static boolean isNotHome(JsonNode decision) {
    return decision.path("reason").asText().equals("not_home");
  }

  private static boolean isAdmitted(JsonNode decision) {
    return decision.path("verdict").asText().equals("admit");
  }

  private String reason(String tenant) throws Exception {
    return edge.decide(tenant).path("reason").asText();
  }

  private Report reported() {
    return region.newestReport("eu-1").orElseThrow();
  }

  private static boolean offeredMoreThanAdmitted(Usage usage) {
    return usage.admittedMilli() > 0 && usage.offeredMilli() >= usage.admittedMilli() + 100_000;
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private double counted(String name, String... tags) {
    return edge.bean(MeterRegistry.class).find(name).tags(tags).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private static List<byte[]> poisons() {
    byte[] sound =
        Wire.encode(
            new PolicyRecord(PolicyKey.budget("acme"), 9, 1, Budget.of(LIMIT), 0, 0, "maria", ""));
    byte[] future = sound.clone();
    future[1] = 99;
    return List.of(
        "not protobuf".getBytes(UTF_8),
        Arrays.copyOf(sound, sound.length - 3),
        new byte[950 * 1024],
        future,
        Wire.encode(new AuditEvent("1", 0, "a", "PUT", "budget", "acme", "", 0, 1)));
  }

  private boolean keepsAll(String topic) {
    List<ConsumerRecord<String, byte[]>> kept = kept(topic);
    return poisons().stream()
        .allMatch(poison -> kept.stream().anyMatch(k -> Arrays.equals(k.value(), poison)));
  }

  private List<ConsumerRecord<String, byte[]>> kept(String topic) {
    return region.read("ambit.eu.rejected").stream()
        .filter(r -> topic.equals(new String(r.headers().lastHeader("ambit-topic").value(), UTF_8)))
        .toList();
  }
}
