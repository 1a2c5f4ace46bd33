package io.ambit.stack.system;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The broker as a stranger sees it who may write anything. Not thread-safe. */
final class Broker implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Pattern REJECTED = Pattern.compile("ambit\\..+\\.rejected");

  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> rejected;
  private final KafkaConsumer<String, byte[]> reader;

  Broker(String address) {
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", address, "max.request.size", 1 << 20),
            new StringSerializer(),
            new ByteArraySerializer());
    this.rejected = consumer(address);
    this.reader = consumer(address);
    List<TopicPartition> partitions =
        rejected.listTopics().keySet().stream()
            .filter(REJECTED.asMatchPredicate())
            .map(Broker::only)
            .toList();
    rejected.assign(partitions);
    rejected.seekToEnd(partitions);
    partitions.forEach(rejected::position);
  }

  void append(String topic, String key, byte[] value) throws Exception {
    producer.send(new ProducerRecord<>(topic, key, value)).get(10, TimeUnit.SECONDS);
  }

  /** What was put aside since this object was made, or since the last call. */
  List<ConsumerRecord<String, byte[]>> newlyRejected() {
    return all(rejected.poll(POLL));
  }

  /** The value of the newest record that has one. */
  byte[] newestValue(String topic) {
    reader.assign(List.of(only(topic)));
    reader.seekToEnd(List.of(only(topic)));
    long end = reader.position(only(topic));
    reader.seekToBeginning(List.of(only(topic)));
    TreeMap<Long, byte[]> values = new TreeMap<>();
    await()
        .until(
            () -> {
              all(reader.poll(POLL)).stream()
                  .filter(record -> record.value() != null)
                  .forEach(record -> values.put(record.offset(), record.value()));
              return reader.position(only(topic)) >= end && !values.isEmpty();
            });
    return values.lastEntry().getValue();
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
    rejected.close();
    reader.close();
  }

  private static KafkaConsumer<String, byte[]> consumer(String address) {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", address, "enable.auto.commit", false),
        new StringDeserializer(),
        new ByteArrayDeserializer());
  }

  private static List<ConsumerRecord<String, byte[]>> all(ConsumerRecords<String, byte[]> polled) {
    return StreamSupport.stream(polled.spliterator(), false).toList();
  }

  private static TopicPartition only(String topic) {
    return new TopicPartition(topic, 0);
  }
}
