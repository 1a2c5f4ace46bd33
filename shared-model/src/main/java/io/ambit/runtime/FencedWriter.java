package io.ambit.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The pen of a node's owner: appends batches in the order they are handed in, each whole or not at
 * all, and only as long as nobody else has opened a pen of the same name. Opening one fences the
 * one before it for good: nothing it had not committed by then is ever seen by a committed reader.
 *
 * <p>Batches that wait while a transaction is under way share the next one, so a slow broker makes
 * transactions larger, not the queue longer. After the first failure, whatever it was, this writer
 * appends nothing more: what became of that transaction is for the next owner to read, after it has
 * opened its own. Never makes its caller wait; at most {@value #WAITING} batches wait. Thread-safe.
 */
public final class FencedWriter implements AutoCloseable {
  static final int WAITING = 4_096;

  private static final int RECORDS_AT_ONCE = 10_000;

  /**
   * A transaction is decided, or given up, within this; readers hold back what comes after one that
   * is open.
   */
  private static final Duration PATIENCE = Duration.ofMillis(2_000);

  /** For the broker, when whoever held the pen is gone and nobody takes over. */
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(5);

  private final Producer<String, byte[]> producer;
  private final BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(WAITING);
  private final Counter bytes;
  private final Thread thread;
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;

  private record Batch(
      List<ProducerRecord<String, byte[]>> records, CompletableFuture<Void> committed) {}

  private FencedWriter(Producer<String, byte[]> producer, String name, Counter bytes) {
    this.producer = producer;
    this.bytes = bytes;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::write);
  }

  /**
   * Fences whoever held the pen of that name, and takes it. Waits for the broker.
   *
   * @param transactionalId the name of the pen, one per node for ever
   * @throws org.apache.kafka.common.KafkaException if the broker does not answer in time
   */
  public static FencedWriter open(
      KafkaSettings kafka, String clientId, String transactionalId, MeterRegistry meters) {
    Producer<String, byte[]> producer =
        new KafkaProducer<>(settings(kafka, clientId, transactionalId));
    try {
      producer.initTransactions();
    } catch (RuntimeException failed) {
      producer.close(Duration.ZERO);
      throw failed;
    }
    Counter bytes = meters.counter("ambit.control.bytes", "direction", "down");
    FencedWriter writer = new FencedWriter(producer, clientId, bytes);
    writer.thread.start();
    return writer;
  }

  /**
   * Appends all of {@code records} or none.
   *
   * @return done once they are committed; failed if they are not, or may not be
   */
  public CompletableFuture<Void> append(List<ProducerRecord<String, byte[]>> records) {
    CompletableFuture<Void> committed = new CompletableFuture<>();
    if (failure == null && !queue.offer(new Batch(records, committed))) {
      fail(new IllegalStateException("the broker does not keep up"));
    }
    if (failure != null) {
      committed.completeExceptionally(failure);
      drain();
    }
    return committed;
  }

  /** What ended this writer; null while it can write. */
  public @Nullable Throwable failure() {
    return failure;
  }

  /** Whether somebody else has opened a pen of the same name. */
  public boolean isFenced() {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof ProducerFencedException || at instanceof InvalidProducerEpochException) {
        return true;
      }
    }
    return false;
  }

  /** Gives up on what is under way; what of it is committed shows in the log. */
  @Override
  public void close() {
    fail(new IllegalStateException("closed"));
    closed = true;
    thread.interrupt();
    producer.close(Duration.ZERO);
  }

  private void write() {
    List<Batch> together = new ArrayList<>();
    while (!closed && failure == null) {
      together.clear();
      try {
        together.add(queue.take());
        takeMore(together);
        commit(together);
        together.forEach(batch -> batch.committed().complete(null));
      } catch (Exception failed) {
        fail(failed);
        together.forEach(batch -> batch.committed().completeExceptionally(failed));
      }
    }
    drain();
  }

  private void takeMore(List<Batch> together) {
    int records = together.getFirst().records().size();
    Batch next = queue.peek();
    while (next != null && records + next.records().size() <= RECORDS_AT_ONCE) {
      together.add(queue.remove());
      records += next.records().size();
      next = queue.peek();
    }
  }

  private void commit(List<Batch> together) throws Exception {
    producer.beginTransaction();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (Batch batch : together) {
      batch.records().forEach(record -> sent.add(producer.send(record)));
    }
    producer.commitTransaction();
    for (Future<RecordMetadata> each : sent) {
      bytes.increment(Math.max(0, each.get().serializedValueSize()));
    }
  }

  private synchronized void fail(Throwable why) {
    if (failure == null) {
      failure = why;
    }
  }

  private void drain() {
    Throwable why = failure;
    for (Batch batch = queue.poll(); batch != null && why != null; batch = queue.poll()) {
      batch.committed().completeExceptionally(why);
    }
  }

  private static Map<String, Object> settings(
      KafkaSettings kafka, String clientId, String transactionalId) {
    Map<String, Object> producer = kafka.client(clientId);
    int patienceMillis = Math.toIntExact(PATIENCE.toMillis());
    producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    producer.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    producer.put(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(TRANSACTION_TIMEOUT.toMillis()));
    producer.put(ProducerConfig.ACKS_CONFIG, "all");
    producer.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    producer.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patienceMillis);
    producer.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patienceMillis / 2);
    producer.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patienceMillis);
    producer.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 10);
    producer.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.MAX_RECORD_BYTES);
    producer.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 32L * 1024 * 1024);
    return producer;
  }
}
