package io.ambit.runtime;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks on and on how far a topic goes, and tells whenever all of it as of the question is read. So
 * a process that reads its own writes back knows how old what it knows is, that the broker answers,
 * and that a write it has not read by then is not in the log.
 */
public final class Pulse implements AutoCloseable {
  private static final long INTERVAL_MILLIS = 250;
  private static final Duration PATIENCE = Duration.ofMillis(1_500);

  private final KafkaSettings kafka;
  private final String clientId;
  private final TopicPartition partition;
  private final LongSupplier position;
  private final LongConsumer caughtUp;
  private final Contact contact;
  private final Thread thread;

  /**
   * @param position how far the topic is read: the offset of the next record, past all that leaves
   *     no record. The end it has to reach counts in what is not committed yet: of that, too, it is
   *     then known what became of it.
   * @param caughtUp hears the time on {@link System#nanoTime} at which a question was asked, once
   *     everything that was there then is read
   */
  public Pulse(
      KafkaSettings kafka,
      String clientId,
      Topic topic,
      LongSupplier position,
      LongConsumer caughtUp,
      Contact contact) {
    this.kafka = kafka;
    this.clientId = clientId + "-pulse";
    this.partition = new TopicPartition(topic.name(), 0);
    this.position = position;
    this.caughtUp = caughtUp;
    this.contact = contact;
    this.thread = Thread.ofPlatform().daemon().name(this.clientId).unstarted(this::beat);
  }

  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void beat() {
    while (!Thread.currentThread().isInterrupted()) {
      Admin admin = Admin.create(settings());
      try {
        beat(admin);
      } catch (InterruptedException stopped) {
        return;
      } catch (Exception unreachable) {
        contact.failed(unreachable);
        if (!pause()) {
          return;
        }
      } finally {
        // Without a bound it waits for what is under way, which can outlast the outage by far.
        admin.close(Duration.ZERO);
      }
    }
  }

  private void beat(Admin admin) throws Exception {
    while (true) {
      long askedNanos = System.nanoTime();
      long end = end(admin);
      contact.answered();
      while (position.getAsLong() < end) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      caughtUp.accept(askedNanos);
      TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
    }
  }

  private long end(Admin admin) throws Exception {
    return admin
        .listOffsets(Map.of(partition, OffsetSpec.latest()))
        .partitionResult(partition)
        .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .offset();
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = kafka.client(clientId);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    return settings;
  }

  private static boolean pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
      return true;
    } catch (InterruptedException stopped) {
      return false;
    }
  }
}
