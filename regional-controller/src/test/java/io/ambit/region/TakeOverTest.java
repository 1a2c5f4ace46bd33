package io.ambit.region;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ambit.lease.Boot;
import io.ambit.lease.Grants;
import io.ambit.lease.Share;
import io.ambit.lease.Stamp;
import io.ambit.region.core.RegionCore;
import io.ambit.region.core.RegionEffect;
import io.ambit.region.core.RegionInput;
import io.ambit.region.door.http.Readiness;
import io.ambit.runtime.FencedWriter;
import io.ambit.runtime.KafkaSettings;
import io.ambit.runtime.Loop;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.test.EmbeddedKafkaBroker;

/** Owners of one region after each other, over a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TakeOverTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String NODE = "ambit-region-eu";
  private static final Boot EDGE = Boot.of(7, 7);

  private EmbeddedKafkaBroker kafka;
  private World world;
  private long offeredMilli;

  @BeforeAll
  void start() {
    kafka = World.broker();
    kafka.addTopics("pen");
    world = new World(kafka.getBrokersAsString());
  }

  @AfterAll
  void stop() {
    world.close();
    kafka.destroy();
  }

  @Test
  void anOldOwnersAppendIsNeverSeenOnceASuccessorHasThePen() throws Exception {
    FencedWriter old = pen("old");
    old.append(List.of(record("a", 1))).get(5, TimeUnit.SECONDS);
    FencedWriter successor = pen("successor");

    assertThatThrownBy(() -> old.append(List.of(record("b", 1))).get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class);
    assertThat(old.isFenced()).isTrue();
    successor.append(List.of(record("c", 1))).get(5, TimeUnit.SECONDS);

    assertThat(keys("pen")).contains("a", "c").doesNotContain("b");
    old.close();
    successor.close();
  }

  @Test
  void whatAnOldOwnerHadUnderWayIsGoneOnceASuccessorHasThePen() throws Exception {
    try (KafkaProducer<String, byte[]> old = transactional()) {
      old.initTransactions();
      old.beginTransaction();
      old.send(record("half-a-round", 1)).get(5, TimeUnit.SECONDS);
      FencedWriter successor = pen("next");

      assertThat(keys("pen")).doesNotContain("half-a-round");
      assertThatThrownBy(old::commitTransaction).isInstanceOf(KafkaException.class);
      assertThat(keys("pen")).doesNotContain("half-a-round");
      successor.close();
    }
  }

  @Test
  void aRoundIsAllThereOrNotAtAll() throws Exception {
    FencedWriter pen = pen("round");
    int larger = 1_200_000;
    List<ProducerRecord<String, byte[]>> round =
        List.of(record("first", 1), record("too-large-for-the-broker", larger), record("last", 1));

    assertThatThrownBy(() -> pen.append(round).get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class);

    assertThat(pen.isFenced()).isFalse();
    assertThat(pen.failure()).isNotNull();
    pen.close();
    // Whoever opens the pen next ends what is left of the transaction.
    pen("reader").close();
    assertThat(keys("pen")).doesNotContain("first", "too-large-for-the-broker", "last");
  }

  @Test
  void theStandbyTakesOverChargesEveryLeaseAndLeadsAboveItsPredecessor() throws Exception {
    ConfigurableApplicationContext first = region("region-eu");
    await().atMost(PATIENCE).until(() -> round() && isLeading(first));
    await().atMost(PATIENCE).until(() -> round() && given().leases().size() == 1);
    ConfigurableApplicationContext second = region("region-eu-2");
    await().atMost(PATIENCE).until(() -> ready(second));
    assertThat(isLeading(second)).isFalse();
    Grants before = given();

    first.close();
    await().atMost(PATIENCE).until(() -> isLeading(second));

    RegionCore successor = core(second);
    assertThat(successor.edges().outstanding(World.REQUESTS))
        .isEqualTo(before.leases().getFirst().lease());
    await()
        .atMost(PATIENCE)
        .until(() -> round() && given().stamp().epoch() == before.stamp().epoch() + 1);
    second.close();
  }

  @Test
  void anOwnerThatIsFencedStepsDownAndComesBackUnderALaterEpoch() throws Exception {
    ConfigurableApplicationContext owner = region("region-eu");
    await().atMost(PATIENCE).until(() -> round() && isLeading(owner));
    await().atMost(PATIENCE).until(() -> round() && given().leases().size() == 1);
    RegionCore before = core(owner);

    pen("usurper").close();
    await().atMost(PATIENCE).until(() -> round() && !before.leading());
    await().atMost(PATIENCE).until(() -> isLeading(owner) && core(owner) != before);

    long epoch = given().stamp().epoch();
    await().atMost(PATIENCE).until(() -> round() && given().stamp().epoch() > epoch);
    owner.close();
  }

  private ConfigurableApplicationContext region(String node) {
    return new SpringApplicationBuilder(RegionalController.class)
        .run(
            "--ambit.node=" + node,
            "--ambit.region=eu",
            "--ambit.session-timeout=2s",
            "--ambit.kafka.regional.bootstrap-servers=" + kafka.getBrokersAsString(),
            "--ambit.kafka.global.bootstrap-servers=" + kafka.getBrokersAsString(),
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

  private Grants given() {
    return world.given("eu-1").orElse(new Grants("eu-1", Stamp.NONE, EDGE, 0, List.of()));
  }

  @SuppressWarnings("unchecked")
  private static RegionCore core(ConfigurableApplicationContext region) throws Exception {
    Loop<RegionInput, RegionEffect, RegionCore> loop = region.getBean(Loop.class);
    return loop.ask(core -> core).get(5, TimeUnit.SECONDS);
  }

  private static boolean isLeading(ConfigurableApplicationContext region) throws Exception {
    return core(region).leading();
  }

  private static boolean ready(ConfigurableApplicationContext region) {
    return region.getBean(Readiness.class).health().getStatus().equals(Status.UP);
  }

  private FencedWriter pen(String client) {
    KafkaSettings settings = new KafkaSettings(kafka.getBrokersAsString(), (short) 1, Map.of());
    return await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> FencedWriter.open(settings, client, NODE, new SimpleMeterRegistry()),
            opened -> true);
  }

  private KafkaProducer<String, byte[]> transactional() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.getBrokersAsString(), "transactional.id", NODE),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  private List<String> keys(String topic) {
    return world.read(topic).stream().map(record -> record.key()).toList();
  }

  private static ProducerRecord<String, byte[]> record(String key, int length) {
    byte[] value = new byte[length];
    Arrays.fill(value, "x".getBytes(UTF_8)[0]);
    return new ProducerRecord<>("pen", key, value);
  }
}
