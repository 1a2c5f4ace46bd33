package io.ambit.region;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambit.backend.Backend;
import io.ambit.backend.BackendNews;
import io.ambit.backend.Sighting;
import io.ambit.lease.Boot;
import io.ambit.lease.Share;
import io.ambit.model.AuditEvent;
import io.ambit.model.Budget;
import io.ambit.model.Limit;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.wire.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.util.StreamUtils;
import org.springframework.web.client.RestClient;
import redis.embedded.RedisServer;

/** One broker and one Redis for all; the order only saves starting them again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RegionalControllerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Boot EDGE = Boot.of(7, 7);

  private EmbeddedKafkaBroker kafka;
  private RedisServer redis;
  private ConfigurableApplicationContext application;
  private World world;
  private final RestClient client = RestClient.create();
  private long offeredMilli;

  @BeforeAll
  void start() throws Exception {
    kafka = World.broker();
    redis = new RedisServer(freePort());
    redis.start();
    world = new World(kafka.getBrokersAsString());
    application = run();
  }

  @AfterAll
  void stop() throws Exception {
    application.close();
    world.close();
    redis.stop();
    kafka.destroy();
  }

  @BeforeEach
  void isReady() {
    await().atMost(PATIENCE).until(() -> get("/readyz").contains("UP"));
  }

  @Test
  @Order(1)
  void policyReachesTheRegionsOwnTopicWithTheArbitersRevision() throws Exception {
    world.policy(budget());
    await()
        .atMost(PATIENCE)
        .until(() -> world.newest("ambit.eu.policy", "budget/acme").isPresent());
    await().atMost(PATIENCE).until(() -> get("/v1/status").contains("\"policyRevision\":1"));
  }

  @Test
  @Order(2)
  void whatTheArbiterGrantsIsSharedOutToTheEdgesThatReport() {
    await().atMost(PATIENCE).until(() -> rateOf("eu-1") == 600_000);
  }

  @Test
  @Order(2)
  void whatABackendSaidToOneEdgeIsToldToAll() throws Exception {
    Backend backend = new Backend("default", "eu-a", "http://127.0.0.1:1", "eu-a", 500, "/health");
    BackendNews news = new BackendNews("eu-1", List.of(Sighting.now(backend, 10_000)));

    world.append("ambit.eu.summaries", Wire.backendsKey("eu-1"), Wire.encode(news));

    String key = Wire.backendsKey("eu");
    await().atMost(PATIENCE).until(() -> world.newest("ambit.eu.grants", key).isPresent());
    BackendNews told =
        Wire.decodeBackends(key, world.newest("ambit.eu.grants", key).orElseThrow().value());
    assertThat(told.sightings()).extracting(Sighting::backend).containsExactly(backend);
  }

  @Test
  @Order(3)
  void theRosterIsInRedisAndEvaporates() {
    StringRedisTemplate strings = application.getBean(StringRedisTemplate.class);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              round();
              return Boolean.TRUE.equals(strings.hasKey("ambit:eu:edge:eu-1"));
            });
    assertThat(strings.getExpire("ambit:eu:edge:eu-1")).isBetween(1L, 5L);
    assertThat(get("/v1/edges")).contains("\"roster\":[\"eu-1\"]");
  }

  @Test
  @Order(4)
  void anEdgeThatIsThereIsNotTakenForGoneAndOneThatVanishedIs() throws Exception {
    await().atMost(PATIENCE).until(() -> round() && get("/v1/edges").contains("\"node\":\"eu-1\""));
    assertThat(delete("/v1/edges/eu-1")).contains("409", "edge-is-there", "eu-1 was heard of");
    assertThat(delete("/v1/edges/eu-9")).contains("404", "unknown-edge");
    assertThat(delete("/v1/edges/No")).contains("400", "/path/edge");

    await().atMost(PATIENCE).until(() -> delete("/v1/edges/eu-1").contains("leaseMillis"));

    assertThat(get("/v1/edges")).doesNotContain("\"node\":\"eu-1\"");
    assertThat(world.given("eu-1").orElseThrow().leases()).isEmpty();
    await().atMost(PATIENCE).until(() -> round() && get("/v1/edges").contains("\"node\":\"eu-1\""));
  }

  @Test
  @Order(4)
  void recordsNobodyCanReadAreKeptCountedAndPassedOver() throws Exception {
    List<String> topics = List.of("ambit.policy", "ambit.global.grants", "ambit.eu.summaries");
    for (String topic : topics) {
      for (byte[] poison : poisons()) {
        world.append(topic, topic.equals("ambit.policy") ? "budget/acme" : "eu", poison);
      }
    }
    for (String topic : topics) {
      await().atMost(PATIENCE).until(() -> kept(topic), keepsAllOf(poisons()));
      assertThat(rejected(topic)).isEqualTo(poisons().size());
    }
    whatTheArbiterGrantsIsSharedOutToTheEdgesThatReport();
  }

  @Test
  @Order(5)
  void withoutRedisTheRegionGoesOnAndSaysSo() throws Exception {
    redis.stop();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              round();
              return get("/v1/status").contains("\"redis\":\"gone\"");
            });
    long before = sequenceGiven();
    await().atMost(PATIENCE).until(() -> round() && sequenceGiven() > before);
    redis.start();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              round();
              return get("/v1/status").contains("\"redis\":\"there\"");
            });
  }

  @Test
  @Order(6)
  void aRestartedRegionLeadsUnderALaterEpochAndRelaysNothingTwice() throws Exception {
    long epoch = world.given("eu-1").orElseThrow().stamp().epoch();
    long relayed = world.read("ambit.eu.policy").size();
    application.close();
    application = run();
    isReady();
    await().atMost(PATIENCE).until(() -> round() && epochGiven() > epoch);
    assertThat(world.read("ambit.eu.policy")).hasSize((int) relayed);
  }

  private ConfigurableApplicationContext run() {
    return new SpringApplicationBuilder(RegionalController.class)
        .run(
            "--ambit.node=region-eu",
            "--ambit.region=eu",
            "--ambit.kafka.regional.bootstrap-servers=" + kafka.getBrokersAsString(),
            "--ambit.kafka.global.bootstrap-servers=" + kafka.getBrokersAsString(),
            "--spring.data.redis.port=" + redis.ports().getFirst(),
            "--server.address=127.0.0.1",
            "--server.port=0",
            "--management.server.port=0");
  }

  /** One round of the edge reporting and the arbiter answering; true if there was one. */
  private boolean round() throws Exception {
    offeredMilli += 100_000;
    world.report("eu-1", EDGE, offeredMilli);
    return world.answer(new Share(600_000, 60_000));
  }

  private long rateOf(String edge) throws Exception {
    round();
    return world
        .given(edge)
        .map(grants -> grants.leases().getFirst().lease().rateMilli())
        .orElse(0L);
  }

  private long sequenceGiven() {
    return world.given("eu-1").map(grants -> grants.stamp().sequence()).orElse(0L);
  }

  private long epochGiven() {
    return world.given("eu-1").map(grants -> grants.stamp().epoch()).orElse(0L);
  }

  private List<byte[]> poisons() {
    byte[] sound = Wire.encode(budget());
    byte[] future = sound.clone();
    future[1] = 99;
    return List.of(
        "not protobuf".getBytes(UTF_8),
        Arrays.copyOf(sound, sound.length - 3),
        new byte[950 * 1024],
        future,
        Wire.encode(new AuditEvent("1", 0, "a", "PUT", "budget", "acme", "", 0, 1)));
  }

  private List<ConsumerRecord<String, byte[]>> kept(String topic) {
    return world.read("ambit.eu.rejected").stream()
        .filter(r -> topic.equals(header(r, "ambit-topic")))
        .toList();
  }

  private static Predicate<List<ConsumerRecord<String, byte[]>>> keepsAllOf(List<byte[]> poisons) {
    return kept ->
        kept.size() == poisons.size()
            && poisons.stream()
                .allMatch(p -> kept.stream().anyMatch(k -> Arrays.equals(k.value(), p)));
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private double rejected(String topic) {
    return application
        .getBean(MeterRegistry.class)
        .get("ambit.records.rejected")
        .tag("topic", topic)
        .counter()
        .count();
  }

  private String get(String path) {
    String port = application.getEnvironment().getProperty("local.server.port", "");
    String url = String.format(Locale.ROOT, "http://127.0.0.1:%s%s", port, path);
    return client
        .get()
        .uri(url)
        .exchange((request, response) -> StreamUtils.copyToString(response.getBody(), UTF_8));
  }

  /** Status and body. */
  private String delete(String path) {
    String port = application.getEnvironment().getProperty("local.server.port", "");
    String url = String.format(Locale.ROOT, "http://127.0.0.1:%s%s", port, path);
    return client
        .delete()
        .uri(url)
        .exchange(
            (request, response) ->
                response.getStatusCode().value()
                    + StreamUtils.copyToString(response.getBody(), UTF_8));
  }

  private static PolicyRecord budget() {
    return new PolicyRecord(
        PolicyKey.budget("acme"),
        0,
        1,
        Budget.of(Limit.perSecond("requests", 1_000, 100)),
        0,
        0,
        "maria",
        "");
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
