package io.ambit.region;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.ambit.failover.Reachability;
import io.ambit.region.witness.WitnessProcess;
import io.ambit.wire.UnreadableRecordException;
import io.ambit.wire.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.util.StreamUtils;
import org.springframework.web.client.RestClient;

/** A witness beside a real broker; of the regions it watches there is what answers its probes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WitnessProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String TOPIC = "ambit.global.summaries";

  /** Longer than any probe that is under way may take. */
  private static final long SILENT_MILLIS = 1_000;

  private final RestClient client = RestClient.create();
  private EmbeddedKafkaBroker kafka;
  private World world;

  @BeforeAll
  void start() {
    kafka = World.broker();
    kafka.addTopics(TOPIC);
    world = new World(kafka.getBrokersAsString());
  }

  @AfterAll
  void stop() {
    world.close();
    kafka.destroy();
  }

  @Test
  void itTellsWhichRegionsItReachesUntilItStops() throws Exception {
    HttpServer eu = region(0);
    HttpServer us = region(0);
    ConfigurableApplicationContext witness = run("witness-1", eu, us);
    try {
      await().atMost(PATIENCE).until(() -> get(witness, "/readyz").contains("UP"));
      await().atMost(PATIENCE).until(() -> silence("us") == 0 && silence("eu") == 0);

      us.stop(0);
      await().atMost(PATIENCE).until(() -> silence("us") >= SILENT_MILLIS);
      assertThat(silence("eu")).isZero();
      // Who is lost is not for it to say, and no reason not to be there.
      assertThat(get(witness, "/readyz")).contains("UP");
      assertThat(get(witness, "/livez")).contains("UP");

      us = region(us.getAddress().getPort());
      await().atMost(PATIENCE).until(() -> silence("us") == 0);
    } finally {
      witness.close();
      eu.stop(0);
      us.stop(0);
    }

    assertThat(witness.isActive()).isFalse();
    int told = world.read(TOPIC).size();
    await()
        .during(Duration.ofSeconds(1))
        .atMost(PATIENCE)
        .until(() -> world.read(TOPIC).size() == told);
  }

  @Test
  void aWitnessOfNothingDoesNotStart() {
    assertThatThrownBy(() -> WitnessProcess.start("--ambit.node=witness-2", "--server.port=0"))
        .hasStackTraceContaining("ambit.watch: nobody");
  }

  /** What is alive there, as far as a probe can tell. */
  private static HttpServer region(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10);
    server.createContext(
        "/livez",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private ConfigurableApplicationContext run(String node, HttpServer eu, HttpServer us) {
    return WitnessProcess.start(
        "--ambit.node=" + node,
        "--ambit.watch.eu=" + url(eu),
        "--ambit.watch.us=" + url(us),
        "--ambit.kafka.global.bootstrap-servers=" + kafka.getBrokersAsString(),
        "--server.address=127.0.0.1",
        "--server.port=0",
        "--management.server.port=0");
  }

  private static String url(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** For how long the newest word of the witness says that a region is silent; -1 if none does. */
  private long silence(String region) throws UnreadableRecordException {
    Optional<ConsumerRecord<String, byte[]>> newest =
        world.newest(TOPIC, Wire.reachKey("witness-1"));
    if (newest.isEmpty()) {
      return -1;
    }
    Reachability reach = Wire.decodeReach(newest.get().key(), newest.get().value());
    return reach.silentMillis().getOrDefault(region, -1L);
  }

  private String get(ConfigurableApplicationContext witness, String path) {
    String port = witness.getEnvironment().getProperty("local.server.port", "");
    return client
        .get()
        .uri(String.format(Locale.ROOT, "http://127.0.0.1:%s%s", port, path))
        .exchange((request, response) -> StreamUtils.copyToString(response.getBody(), UTF_8));
  }
}
