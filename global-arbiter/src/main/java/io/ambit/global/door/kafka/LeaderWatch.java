package io.ambit.global.door.kafka;

import io.ambit.global.ArbiterProperties;
import io.ambit.model.Leader;
import io.ambit.runtime.Contact;
import io.ambit.runtime.RejectedRecords;
import io.ambit.runtime.Topic;
import io.ambit.runtime.TopicTail;
import io.ambit.runtime.TopicTail.From;
import io.ambit.wire.UnreadableRecordException;
import io.ambit.wire.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Listens who leads. A leader says so four times a second; one that has not been heard for {@link
 * #SILENCE} leads nobody, as far as can be told from here. Thread-safe.
 */
final class LeaderWatch implements AutoCloseable {
  private static final Duration SILENCE = Duration.ofMillis(1_500);

  private final TopicTail tail;
  private volatile @Nullable Heard heard;

  private record Heard(Leader leader, long atNanos) {}

  LeaderWatch(
      ArbiterProperties properties,
      RejectedRecords rejected,
      Contact contact,
      MeterRegistry meters) {
    TreeMap<String, From> topics = new TreeMap<>();
    topics.put(Topic.GLOBAL_LEADER.name(), From.NOW);
    this.tail =
        new TopicTail(
            new TopicTail.Settings(
                properties.kafka().global(),
                properties.node() + "-leader",
                topics,
                ArbiterLog.topics(rejected),
                this::read,
                done -> {},
                "down"),
            rejected,
            contact,
            meters);
  }

  void start() {
    tail.start();
  }

  Optional<Leader> current() {
    Heard last = heard;
    return last == null || System.nanoTime() - last.atNanos() > SILENCE.toNanos()
        ? Optional.empty()
        : Optional.of(last.leader());
  }

  @Override
  public void close() {
    tail.close();
  }

  private void read(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
    Leader says = Wire.decodeLeader(record.value());
    Heard last = heard;
    if (last == null || says.epoch() >= last.leader().epoch()) {
      heard = new Heard(says, System.nanoTime());
    }
  }
}
