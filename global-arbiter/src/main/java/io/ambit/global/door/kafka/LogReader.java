package io.ambit.global.door.kafka;

import io.ambit.global.ArbiterProperties;
import io.ambit.global.core.ArbiterInput;
import io.ambit.runtime.Candidacy;
import io.ambit.runtime.Contact;
import io.ambit.runtime.KafkaSettings;
import io.ambit.runtime.Pulse;
import io.ambit.runtime.RejectedRecords;
import io.ambit.runtime.Topic;
import io.ambit.runtime.TopicTail;
import io.ambit.runtime.TopicTail.From;
import io.ambit.wire.UnreadableRecordException;
import io.ambit.wire.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads, for one term, the arbiter's own logs from their beginning and the regions' summaries from
 * now on, and tells how far the log of operator intent is read.
 */
final class LogReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);

  private final Inbox inbox;
  private final OwnLogs own;
  private final TopicTail logs;
  private final TopicTail summaries;
  private final Pulse pulse;

  LogReader(
      ArbiterProperties properties,
      Inbox inbox,
      RejectedRecords rejected,
      Contact contact,
      MeterRegistry meters) {
    this.inbox = inbox;
    KafkaSettings kafka = properties.kafka().global();
    String client = properties.node();
    this.own = new OwnLogs(inbox::put);
    List<Topic> make = ArbiterLog.topics(rejected);
    this.logs =
        new TopicTail(
            new TopicTail.Settings(
                kafka,
                client + "-log",
                OwnLogs.topics(),
                make,
                own::read,
                done -> readBack(),
                "up"),
            rejected,
            contact,
            meters);
    TreeMap<String, From> upward = new TreeMap<>();
    upward.put(Topic.GLOBAL_SUMMARIES.name(), From.NOW);
    this.summaries =
        new TopicTail(
            new TopicTail.Settings(
                kafka, client + "-up", upward, make, this::readSummary, done -> {}, "up"),
            rejected,
            contact,
            meters);
    this.pulse =
        new Pulse(
            kafka,
            client,
            Topic.POLICY,
            () -> logs.position(Topic.POLICY),
            asOfNanos -> inbox.put(new ArbiterInput.CaughtUp(asOfNanos)),
            contact);
  }

  /** Reads the logs to their end once, and forgets them; then calls {@code done}. */
  static Candidacy.Rehearsal rehearse(
      ArbiterProperties properties,
      RejectedRecords rejected,
      Contact contact,
      MeterRegistry meters,
      Runnable done) {
    OwnLogs logs = new OwnLogs(forgotten -> {});
    TopicTail tail =
        new TopicTail(
            new TopicTail.Settings(
                properties.kafka().global(),
                properties.node() + "-rehearsal",
                OwnLogs.topics(),
                ArbiterLog.topics(rejected),
                record -> pass(logs, record),
                read -> {
                  read.leave();
                  done.run();
                },
                "up"),
            rejected,
            contact,
            meters);
    tail.start();
    return tail::leave;
  }

  private static void pass(OwnLogs logs, ConsumerRecord<String, byte[]> record) {
    try {
      logs.read(record);
    } catch (UnreadableRecordException kept) {
      LOG.debug("Whoever leads keeps what nobody can read: {}", kept.getMessage());
    }
  }

  void start() {
    logs.start();
  }

  @Override
  public void close() {
    pulse.close();
    logs.close();
    summaries.close();
  }

  /** Only now: nobody is listened to before this arbiter leads, and every moment counts. */
  private void readBack() {
    own.end();
    summaries.start();
    pulse.start();
  }

  private void readSummary(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
    if (Wire.isEscrow(record.key())) {
      inbox.put(
          new ArbiterInput.EscrowReported(Wire.decodeEscrowReport(record.key(), record.value())));
    } else if (Wire.isTraffic(record.key())) {
      inbox.put(new ArbiterInput.TrafficTold(Wire.decodeTraffic(record.key(), record.value())));
    } else if (Wire.isReach(record.key())) {
      inbox.put(new ArbiterInput.ReachTold(Wire.decodeReach(record.key(), record.value())));
    } else {
      inbox.put(new ArbiterInput.Reported(Wire.decodeReport(record.key(), record.value())));
    }
  }
}
