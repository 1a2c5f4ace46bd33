package io.ambit.global;

import io.ambit.lease.Boot;
import io.ambit.lease.GrantBook;
import io.ambit.lease.GrantPage;
import io.ambit.lease.Grants;
import io.ambit.lease.NodeStatus;
import io.ambit.lease.Report;
import io.ambit.lease.Stamp;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.Mode;
import io.ambit.usage.Usage;
import io.ambit.wire.UnreadableRecordException;
import io.ambit.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
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

/** The regions below the arbiter, played by the test over the real broker. Not thread-safe. */
final class Regions implements AutoCloseable {
  private final String bootstrapServers;
  private final KafkaProducer<String, byte[]> producer;
  private final Map<String, Long> sequences = new HashMap<>();

  Regions(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                "delivery.timeout.ms",
                20_000,
                "request.timeout.ms",
                10_000,
                "max.request.size",
                2_000_000),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  void append(String topic, @Nullable String key, byte @Nullable [] value) {
    try {
      producer.send(new ProducerRecord<>(topic, key, value)).get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** A region reports what {@code tenant} was offered since its boot, half of it admitted. */
  void report(String region, String tenant, long offeredUnits, NodeStatus... edges) {
    append(
        "ambit.global.summaries",
        region,
        Wire.encode(summary(region, tenant, offeredUnits, edges)));
  }

  Report summary(String region, String tenant, long offeredUnits, NodeStatus... edges) {
    long offeredMilli = offeredUnits * Limit.MILLI;
    return new Report(
        new Report.Header(
            region,
            Boot.of(1, region.hashCode()),
            sequences.merge(region, 1L, Long::sum),
            System.nanoTime()),
        Report.Knows.of(Stamp.NONE, 0),
        Mode.TARGET,
        new Report.Told(
            List.of(new Usage(new LimitKey(tenant, "requests"), offeredMilli, offeredMilli / 2)),
            List.of(),
            Report.Gaps.NONE,
            List.of(edges),
            List.of()),
        false);
  }

  static NodeStatus edge(String name, long revision) {
    return new NodeStatus(name, Boot.of(2, name.hashCode()), revision, Mode.TARGET, 10, false);
  }

  Optional<Grants> given(String region) {
    GrantBook book = new GrantBook();
    return read("ambit.global.grants").stream()
        .filter(record -> record.key() != null && GrantPage.isOf(region, record.key()))
        .map(record -> book.read(page(record)))
        .flatMap(Optional::stream)
        .reduce((a, b) -> b);
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

  private static GrantPage page(ConsumerRecord<String, byte[]> record) {
    try {
      return Wire.decodePage(record.key(), record.value());
    } catch (UnreadableRecordException e) {
      throw new AssertionError(e);
    }
  }
}
