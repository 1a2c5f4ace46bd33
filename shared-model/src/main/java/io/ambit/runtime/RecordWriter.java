package io.ambit.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.ProducerListener;
import org.springframework.kafka.support.SendResult;

/**
 * Appends records in the order they are handed in, acknowledged by all in-sync replicas, and never
 * makes its caller wait: at most {@value #WAITING} records wait for the broker, more fail at once.
 * A record that is not acknowledged in {@code deliveryTimeout} fails; whether it is in the log is
 * then unknown until the log is read. Thread-safe.
 */
public final class RecordWriter implements AutoCloseable {
  static final int WAITING = 1_024;

  private final DefaultKafkaProducerFactory<String, byte[]> producers;
  private final KafkaTemplate<String, byte[]> template;
  private final ThreadPoolExecutor sender;
  private final Contact contact;
  private final Counter bytes;

  /**
   * @param direction {@code up} or {@code down}, as {@code ambit.control.bytes} counts it
   */
  public RecordWriter(
      KafkaSettings kafka,
      String clientId,
      Duration deliveryTimeout,
      Contact contact,
      MeterRegistry meters,
      String direction) {
    this.producers = new DefaultKafkaProducerFactory<>(producer(kafka, clientId, deliveryTimeout));
    this.template = new KafkaTemplate<>(producers);
    // Failures are told by the contact, once.
    template.setProducerListener(new ProducerListener<>() {});
    this.contact = contact;
    this.bytes = meters.counter("ambit.control.bytes", "direction", direction);
    this.sender =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> Thread.ofPlatform().daemon().name(clientId).unstarted(task));
  }

  /**
   * Appends a record; null as value is a tombstone. The future fails if the broker cannot be had.
   */
  public CompletableFuture<RecordMetadata> append(
      Topic topic, String key, byte @Nullable [] value) {
    return append(new ProducerRecord<>(topic.name(), key, value));
  }

  CompletableFuture<RecordMetadata> append(ProducerRecord<String, byte[]> record) {
    CompletableFuture<RecordMetadata> done = new CompletableFuture<>();
    try {
      sender.execute(() -> send(record, done));
    } catch (RejectedExecutionException full) {
      done.completeExceptionally(full);
    }
    return done;
  }

  @Override
  public void close() {
    sender.shutdown();
    try {
      if (!sender.awaitTermination(1, TimeUnit.SECONDS)) {
        sender.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producers.setPhysicalCloseTimeout(2);
    producers.destroy();
  }

  private void send(ProducerRecord<String, byte[]> record, CompletableFuture<RecordMetadata> done) {
    try {
      template.send(record).whenComplete((sent, failed) -> settle(record, sent, failed, done));
    } catch (RuntimeException failed) {
      settle(record, null, failed, done);
    }
  }

  private void settle(
      ProducerRecord<String, byte[]> record,
      @Nullable SendResult<String, byte[]> sent,
      @Nullable Throwable failed,
      CompletableFuture<RecordMetadata> done) {
    if (sent == null) {
      Throwable why = failed == null ? new IllegalStateException("not sent") : failed;
      contact.failed(why);
      done.completeExceptionally(why);
      return;
    }
    contact.answered();
    bytes.increment(record.value() == null ? 0 : record.value().length);
    done.complete(sent.getRecordMetadata());
  }

  private static Map<String, Object> producer(
      KafkaSettings kafka, String clientId, Duration deliveryTimeout) {
    Map<String, Object> producer = kafka.client(clientId);
    int deliveryMillis = Math.toIntExact(deliveryTimeout.toMillis());
    producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    producer.put(ProducerConfig.ACKS_CONFIG, "all");
    producer.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    producer.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    producer.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, deliveryMillis);
    producer.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, deliveryMillis / 2);
    producer.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, deliveryMillis / 2);
    producer.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.MAX_RECORD_BYTES);
    producer.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 16L * 1024 * 1024);
    return producer;
  }
}
