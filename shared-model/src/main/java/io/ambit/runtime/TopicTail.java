package io.ambit.runtime;

import io.ambit.wire.UnreadableRecordException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.BatchConsumerAwareMessageListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.support.TopicPartitionOffset;
import org.springframework.kafka.support.TopicPartitionOffset.SeekPosition;

/**
 * Reads topics on and on, each from its beginning or from now, without a consumer group: nothing is
 * assigned, so nothing rebalances. Makes the topics it needs, waits for a broker that is not there
 * yet, tells once when everything that was there at the start is read, and keeps what the handler
 * cannot read.
 */
public final class TopicTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
  private static final long RETRY_MILLIS = 500;
  private static final long ADMIN_SECONDS = 5;
  private static final Duration IDLE = Duration.ofMillis(100);

  /** Where to begin. */
  public enum From {
    BEGINNING,
    NOW
  }

  /** Translates a record and hands it on; called on one thread, may wait. */
  @FunctionalInterface
  public interface Handler {
    void accept(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException;
  }

  /**
   * What to read and whom to tell.
   *
   * @param alsoMake topics this process writes and that must be there before it does
   * @param caughtUp called once, on the reading thread, when the backlog is read; told who read it
   * @param direction {@code up} or {@code down}, as {@code ambit.control.bytes} counts it
   */
  public record Settings(
      KafkaSettings kafka,
      String clientId,
      SortedMap<String, From> topics,
      List<Topic> alsoMake,
      Handler handler,
      java.util.function.Consumer<TopicTail> caughtUp,
      String direction) {}

  private final Settings settings;
  private final RejectedRecords rejected;
  private final Contact contact;
  private final Counter bytes;
  private final Thread starter;
  private final Map<TopicPartition, Long> backlogEnd = new ConcurrentHashMap<>();
  private final Map<String, Long> positions = new ConcurrentHashMap<>();
  private boolean told;
  private volatile boolean closed;
  private volatile @Nullable KafkaMessageListenerContainer<String, byte[]> container;

  public TopicTail(
      Settings settings, RejectedRecords rejected, Contact contact, MeterRegistry meters) {
    this.settings = settings;
    this.rejected = rejected;
    settings.topics().keySet().forEach(rejected::expect);
    this.contact = contact;
    this.bytes = meters.counter("ambit.control.bytes", "direction", settings.direction());
    this.starter = Thread.ofPlatform().daemon().name(settings.clientId()).unstarted(this::connect);
  }

  /** Begins as soon as a broker answers; returns at once. */
  public void start() {
    starter.start();
  }

  /**
   * How far a topic is read and handed on: the offset of the next record, 0 before the first. It
   * passes what leaves no record, such as the end of a transaction.
   */
  public long position(Topic topic) {
    return positions.getOrDefault(topic.name(), 0L);
  }

  @Override
  public void close() {
    closed = true;
    starter.interrupt();
    stop();
  }

  /** As {@link #close}, but waits for nothing, so its own handler may call it. */
  public void leave() {
    closed = true;
    KafkaMessageListenerContainer<String, byte[]> running = container;
    if (running != null) {
      running.stop(() -> {});
    }
  }

  private void stop() {
    KafkaMessageListenerContainer<String, byte[]> running = container;
    if (running != null) {
      running.stop();
    }
  }

  private void connect() {
    while (!closed && !Thread.currentThread().isInterrupted()) {
      try {
        prepare();
        container = listen();
        if (closed) {
          stop();
        }
        contact.answered();
        return;
      } catch (InterruptedException e) {
        return;
      } catch (Exception e) {
        contact.failed(e);
        if (!pause()) {
          return;
        }
      }
    }
  }

  /** Makes what is missing, and learns how far the backlog goes. */
  private void prepare() throws Exception {
    Map<String, Object> client = settings.kafka().client(settings.clientId() + "-admin");
    client.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ADMIN_SECONDS * 1_000);
    Admin admin = Admin.create(client);
    try {
      Set<String> there = Topics.make(admin, settings.kafka(), settings.alsoMake(), ADMIN_SECONDS);
      Map<TopicPartition, OffsetSpec> replayed = new HashMap<>();
      settings.topics().entrySet().stream()
          .filter(each -> each.getValue() == From.BEGINNING && there.contains(each.getKey()))
          .forEach(each -> replayed.put(new TopicPartition(each.getKey(), 0), OffsetSpec.latest()));
      admin
          .listOffsets(replayed)
          .all()
          .get(ADMIN_SECONDS, TimeUnit.SECONDS)
          .forEach((partition, end) -> backlogEnd.put(partition, end.offset()));
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private KafkaMessageListenerContainer<String, byte[]> listen() {
    ContainerProperties properties =
        new ContainerProperties(
            settings.topics().entrySet().stream()
                .map(each -> new TopicPartitionOffset(each.getKey(), 0, seek(each.getValue())))
                .toArray(TopicPartitionOffset[]::new));
    properties.setAckMode(ContainerProperties.AckMode.MANUAL);
    properties.setMessageListener(
        (BatchConsumerAwareMessageListener<String, byte[]>) this::receive);
    properties.setIdleEventInterval(IDLE.toMillis());
    properties.setIdleBeforeDataMultiplier(1);
    properties.setPollTimeout(IDLE.toMillis());
    properties.setShutdownTimeout(2_000);
    KafkaMessageListenerContainer<String, byte[]> listening =
        new KafkaMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<>(consumer()), properties);
    listening.setBeanName(settings.clientId());
    listening.setApplicationEventPublisher(
        new ApplicationEventPublisher() {
          @Override
          public void publishEvent(ApplicationEvent event) {
            if (event instanceof ListenerContainerIdleEvent idle) {
              advance(idle.getConsumer());
            }
          }

          @Override
          public void publishEvent(Object event) {}
        });
    listening.start();
    return listening;
  }

  private void receive(List<ConsumerRecord<String, byte[]>> records, Consumer<?, ?> consumer) {
    records.forEach(this::receive);
    advance(consumer);
  }

  private void receive(ConsumerRecord<String, byte[]> record) {
    bytes.increment(Math.max(0, record.serializedValueSize()));
    try {
      settings.handler().accept(record);
    } catch (UnreadableRecordException e) {
      rejected.keep(
          record, e.reason().name().toLowerCase(Locale.ROOT), String.valueOf(e.getMessage()));
    }
  }

  /** Compaction and the ends of transactions leave no record at the very end, but a position. */
  private void advance(Consumer<?, ?> consumer) {
    for (TopicPartition partition : consumer.assignment()) {
      long position = consumer.position(partition);
      positions.put(partition.topic(), position);
      backlogEnd.computeIfPresent(partition, (same, end) -> position >= end ? null : end);
    }
    tellIfCaughtUp();
  }

  private void tellIfCaughtUp() {
    if (!told && backlogEnd.isEmpty()) {
      told = true;
      settings.caughtUp().accept(this);
    }
  }

  private Map<String, Object> consumer() {
    Map<String, Object> consumer = settings.kafka().client(settings.clientId());
    consumer.put(ConsumerConfig.GROUP_ID_CONFIG, settings.clientId());
    consumer.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    consumer.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consumer.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 6_000);
    consumer.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return consumer;
  }

  private static SeekPosition seek(From from) {
    return from == From.BEGINNING ? SeekPosition.BEGINNING : SeekPosition.END;
  }

  private static boolean pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
