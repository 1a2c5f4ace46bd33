package io.ambit.region;

import io.ambit.lease.Boot;
import io.ambit.lease.GrantBook;
import io.ambit.lease.GrantPage;
import io.ambit.lease.Grants;
import io.ambit.lease.LeaseGrant;
import io.ambit.lease.Report;
import io.ambit.lease.Share;
import io.ambit.lease.Stamp;
import io.ambit.model.LimitKey;
import io.ambit.model.Mode;
import io.ambit.model.PolicyRecord;
import io.ambit.usage.Usage;
import io.ambit.wire.UnreadableRecordException;
import io.ambit.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/**
 * Everything around one region, played by the test over the real broker: the arbiter above it and
 * the edges below. Not thread-safe.
 */
final class World implements AutoCloseable {
  static final LimitKey REQUESTS = new LimitKey("acme", "requests");

  private final String bootstrapServers;
  private final KafkaProducer<String, byte[]> producer;
  private long arbiterSequence;
  private long edgeSequence;

  World(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                "max.request.size",
                2_000_000),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** One broker, started, as small as it gets. */
  static EmbeddedKafkaBroker broker() {
    EmbeddedKafkaBroker broker =
        new EmbeddedKafkaKraftBroker(1, 1)
            .brokerProperties(
                Map.of(
                    "auto.create.topics.enable", "false",
                    "group.initial.rebalance.delay.ms", "0",
                    "group.min.session.timeout.ms", "1000",
                    "transaction.state.log.num.partitions", "1",
                    "transaction.state.log.replication.factor", "1",
                    "transaction.state.log.min.isr", "1"));
    broker.afterPropertiesSet();
    return broker;
  }

  void append(String topic, String key, byte @Nullable [] value) throws Exception {
    producer.send(new ProducerRecord<>(topic, key, value)).get();
  }

  void policy(PolicyRecord record) throws Exception {
    append("ambit.policy", record.key().toString(), Wire.encode(record));
  }

  /** Answers the region's newest summary as the arbiter would; false while there is none. */
  boolean answer(Share share) throws Exception {
    Optional<Report> summary = newest("ambit.global.summaries", "eu").map(World::report);
    if (summary.isEmpty()) {
      return false;
    }
    Stamp stamp = new Stamp(1, ++arbiterSequence);
    LeaseGrant lease = new LeaseGrant(REQUESTS, share, new Share(1_000, 1_000), 10_000, 25_000);
    Report asked = summary.get();
    Grants grants = new Grants("eu", stamp, asked.boot(), asked.sentNanos(), List.of(lease));
    append("ambit.global.grants", "eu", Wire.encode(grants));
    return true;
  }

  void report(String edge, Boot boot, long offeredMilli) throws Exception {
    Report report =
        new Report(
            new Report.Header(edge, boot, ++edgeSequence, System.nanoTime()),
            Report.Knows.of(Stamp.NONE, 0),
            Mode.TARGET,
            Report.Told.of(List.of(new Usage(REQUESTS, offeredMilli, 0))),
            false);
    append("ambit.eu.summaries", edge, Wire.encode(report));
  }

  Optional<Grants> given(String edge) {
    GrantBook book = new GrantBook();
    return read("ambit.eu.grants").stream()
        .filter(record -> record.key() != null && GrantPage.isOf(edge, record.key()))
        .map(record -> book.read(page(record)))
        .flatMap(Optional::stream)
        .reduce((a, b) -> b);
  }

  Optional<ConsumerRecord<String, byte[]>> newest(String topic, String key) {
    return read(topic).stream().filter(r -> key.equals(r.key())).reduce((a, b) -> b);
  }

  /** Everything that is committed in a topic now. */
  List<ConsumerRecord<String, byte[]>> read(String topic) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "max.partition.fetch.bytes",
            3_000_000,
            "isolation.level",
            "read_committed");
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
  }

  private static Report report(ConsumerRecord<String, byte[]> record) {
    try {
      return Wire.decodeReport(record.value());
    } catch (UnreadableRecordException e) {
      throw new AssertionError(e);
    }
  }

  private static GrantPage page(ConsumerRecord<String, byte[]> record) {
    try {
      return Wire.decodePage(record.key(), record.value());
    } catch (UnreadableRecordException e) {
      throw new AssertionError(e);
    }
  }
}
