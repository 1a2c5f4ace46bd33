package io.ambit.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps records nobody can read: as they came, with where they stood and why they were refused as
 * headers, counted by topic. The reader goes on. Thread-safe.
 */
public final class RejectedRecords {
  private static final Logger LOG = LoggerFactory.getLogger(RejectedRecords.class);

  private final Topic topic;
  private final RecordWriter writer;
  private final MeterRegistry meters;

  /**
   * @param scope the region's name, or {@link Topic#GLOBAL}
   */
  public RejectedRecords(String scope, RecordWriter writer, MeterRegistry meters) {
    this.topic = Topic.rejected(scope);
    this.writer = writer;
    this.meters = meters;
  }

  public Topic topic() {
    return topic;
  }

  /** Counts from 0 on: nobody sees a count grow that begins with the first record. */
  void expect(String read) {
    var unused = counter(read);
  }

  private Counter counter(String read) {
    return meters.counter("ambit.records.rejected", "topic", read);
  }

  /** Keeps {@code record}; {@code reason} is one word, {@code detail} a sentence. */
  public void keep(ConsumerRecord<String, byte[]> record, String reason, String detail) {
    counter(record.topic()).increment();
    LOG.warn(
        "Refused record {}-{}@{} ({}: {}); kept in {}",
        record.topic(),
        record.partition(),
        record.offset(),
        reason,
        detail,
        topic.name());
    ProducerRecord<String, byte[]> kept =
        new ProducerRecord<>(topic.name(), record.key(), record.value());
    describe(kept.headers(), record, reason, detail);
    writer
        .append(kept)
        .exceptionally(
            failed -> {
              LOG.error(
                  "Could not keep the refused record {}-{}@{}; it is still in its own topic",
                  record.topic(),
                  record.partition(),
                  record.offset(),
                  failed);
              return null;
            });
  }

  private static void describe(
      Headers headers, ConsumerRecord<String, byte[]> record, String reason, String detail) {
    header(headers, "ambit-reason", reason);
    header(headers, "ambit-detail", detail);
    header(headers, "ambit-topic", record.topic());
    header(headers, "ambit-partition", Integer.toString(record.partition()));
    header(headers, "ambit-offset", Long.toString(record.offset()));
    header(headers, "ambit-timestamp", Long.toString(record.timestamp()));
  }

  private static void header(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
