package io.ambit.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The real broker and the real Redis, really killed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaAndRedisIT {
  private LocalStack stack;
  private String bootstrap;

  @BeforeAll
  void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path home) {
    stack = new LocalStack(Site.isolated(Path.of(""), home));
    bootstrap = stack.processes().getFirst().address();
    stack.launch("kafka");
    stack.launch("redis");
    stack.awaitReady("kafka");
    stack.awaitReady("redis");
  }

  @AfterAll
  void stop() {
    stack.close();
  }

  @Test
  void whatTheBrokerAcknowledgedIsThereAfterAKill() throws Exception {
    try (Admin admin = admin()) {
      admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
    }
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            client("acks", "all"), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>("kept", "key", "value")).get(10, TimeUnit.SECONDS);
    }

    stack.kill("kafka");
    stack.start("kafka");

    assertThat(readAll("kept")).extracting(ConsumerRecord::value).containsExactly("value");
  }

  @Test
  void transactionsAreTheFencedKindAndTopicsAreNeverMadeByAccident() throws Exception {
    try (Admin admin = admin()) {
      var features = admin.describeFeatures().featureMetadata().get().finalizedFeatures();

      assertThat(features)
          .hasEntrySatisfying(
              "transaction.version", v -> assertThat(v.maxVersionLevel()).isEqualTo((short) 2));
      assertThat(admin.listTopics().names().get()).doesNotContain("never-made");
    }
  }

  @Test
  void redisComesBackAfterAKill() {
    stack.kill("redis");
    assertThat(state("redis")).isEqualTo(ProcessStatus.State.DEAD);

    stack.start("redis");
    assertThat(state("redis")).isEqualTo(ProcessStatus.State.READY);
  }

  private ProcessStatus.State state(String name) {
    return stack.status().stream()
        .filter(status -> status.process().name().equals(name))
        .findFirst()
        .orElseThrow()
        .state();
  }

  private List<ConsumerRecord<String, String>> readAll(String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            client("group.id", "reader"), new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      return consumer.poll(Duration.ofSeconds(10)).records(partition);
    }
  }

  private Admin admin() {
    return Admin.create(client("client.id", "test"));
  }

  private Map<String, Object> client(String key, String value) {
    return Map.of("bootstrap.servers", bootstrap, key, value);
  }
}
