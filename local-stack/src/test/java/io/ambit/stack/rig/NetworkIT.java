package io.ambit.stack.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambit.stack.Link;
import io.ambit.stack.LocalStack;
import io.ambit.stack.Site;
import io.ambit.stack.Stack;
import io.ambit.stack.proxy.Direction;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Real clients of the real broker, each on a link of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkIT {
  private static final String TOPIC = "through-a-link";

  private LocalStack stack;
  private Network network;

  @BeforeAll
  void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path home) throws Exception {
    Site site = Site.isolated(Path.of(""), home);
    network = new Network(site);
    stack = new LocalStack(site, Stack.linked(site), line -> {});
    stack.launch("kafka");
    stack.awaitReady("kafka");
    try (Admin admin = Admin.create(client(link("arbiter-1")))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
    }
  }

  @AfterAll
  void stop() {
    stack.close();
    network.close();
  }

  @Test
  void aClientThatStartsFromALinkNeverGoesAroundIt() throws Exception {
    Link cut = link("region-eu");
    Link whole = link("region-us");
    try (KafkaProducer<String, String> one = producer(cut);
        KafkaProducer<String, String> other = producer(whole)) {
      write(one);
      write(other);

      network.proxy(cut).cut(Direction.TO_CLIENT);
      assertThatThrownBy(() -> write(one)).isInstanceOf(ExecutionException.class);
      write(other);
      network.heal();
      write(one);
    }
    assertThat(network.proxy(cut).passedBytes(Direction.TO_SERVER)).isPositive();
    assertThat(network.proxy(link("region-eu-2")).passedBytes(Direction.TO_SERVER)).isZero();
  }

  @Test
  void aClientComesBackAfterItsConnectionsWereReset() throws Exception {
    Link link = link("region-us-2");
    try (KafkaProducer<String, String> producer = producer(link)) {
      write(producer);
      assertThat(network.proxy(link).reset()).isPositive();
      write(producer);
    }
  }

  private Link link(String client) {
    return network.link(client, Link.Server.GLOBAL_KAFKA);
  }

  private static void write(KafkaProducer<String, String> producer) throws Exception {
    producer.send(new ProducerRecord<>(TOPIC, "key", "value")).get(30, TimeUnit.SECONDS);
  }

  private static KafkaProducer<String, String> producer(Link link) {
    return new KafkaProducer<>(client(link), new StringSerializer(), new StringSerializer());
  }

  private static Map<String, Object> client(Link link) {
    return Map.of(
        "bootstrap.servers",
        "127.0.0.1:" + link.port(),
        "request.timeout.ms",
        1_000,
        "default.api.timeout.ms",
        20_000,
        "delivery.timeout.ms",
        4_000,
        "linger.ms",
        0,
        "retry.backoff.ms",
        50);
  }
}
