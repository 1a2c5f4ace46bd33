package io.ambit.edge;

import io.ambit.lease.Boot;
import io.ambit.lease.Grants;
import io.ambit.lease.LeaseGrant;
import io.ambit.lease.Report;
import io.ambit.lease.Share;
import io.ambit.lease.Stamp;
import io.ambit.lease.WriteLease;
import io.ambit.model.LimitKey;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.PolicySpec;
import io.ambit.wire.UnreadableRecordException;
import io.ambit.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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

/**
 * The region {@code eu} above one edge, played by the test over the real broker: it relays policy
 * and answers the edge's newest report with whatever leases it is told to give. Not thread-safe.
 */
final class PlayedRegion implements AutoCloseable {
  static final long TTL_MILLIS = 3_000;

  private final String bootstrapServers;
  private final KafkaProducer<String, byte[]> producer;
  private final SortedMap<LimitKey, LeaseGrant> leases = new TreeMap<>();
  private WriteLease writes = WriteLease.NONE;
  private long sequence;
  private long revision;

  PlayedRegion(String bootstrapServers) {
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

  void append(String topic, @Nullable String key, byte @Nullable [] value) throws Exception {
    producer.send(new ProducerRecord<>(topic, key, value)).get();
  }

  /** Relays an object; null deletes it. Returns its revision. */
  long relay(PolicyKey key, @Nullable PolicySpec spec) throws Exception {
    PolicyRecord record =
        new PolicyRecord(key, ++revision, revision, spec, 0, 0, "maria", "for the test");
    append("ambit.eu.policy", key.toString(), Wire.encode(record));
    return revision;
  }

  /** Gives this from the next answer on. */
  void give(LimitKey key, Share lease, Share floor, long holdMillis) {
    leases.put(
        key, new LeaseGrant(key, lease, floor, Math.min(TTL_MILLIS, holdMillis), holdMillis));
  }

  /** How long the edge may admit writes of tenants with a home, from the next answer on. */
  void allowWrites(WriteLease lease) {
    writes = lease;
  }

  /** Answers the edge's newest report; false while there is none. */
  boolean answer(String edge) throws Exception {
    Optional<Report> report = newestReport(edge);
    if (report.isEmpty()) {
      return false;
    }
    Boot boot = report.get().boot();
    Stamp stamp = new Stamp(1, ++sequence);
    Grants grants =
        new Grants(edge, stamp, boot, report.get().sentNanos(), List.copyOf(leases.values()))
            .with(writes);
    append("ambit.eu.grants", edge, Wire.encode(grants));
    return true;
  }

  Optional<Report> newestReport(String edge) {
    return read("ambit.eu.summaries").stream()
        .filter(record -> edge.equals(record.key()))
        .reduce((a, b) -> b)
        .map(PlayedRegion::report);
  }

  /** Everything a topic holds now. */
  List<ConsumerRecord<String, byte[]>> read(String topic) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrapServers, "max.partition.fetch.bytes", 3_000_000);
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
}
