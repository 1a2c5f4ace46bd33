package io.ambit.global.door.kafka;

import io.ambit.global.ArbiterProperties;
import io.ambit.global.core.ArbiterInput;
import io.ambit.lease.GrantBook;
import io.ambit.model.PolicyRecord;
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

/**
 * Reads, for one term, the arbiter's own logs from their beginning and the regions' summaries from
 * now on, and tells how far the log of operator intent is read.
 */
final class LogReader implements AutoCloseable {
  private final GrantBook given = new GrantBook();
  private final Inbox inbox;
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
    TreeMap<String, From> own = new TreeMap<>();
    own.put(Topic.POLICY.name(), From.BEGINNING);
    own.put(Topic.GLOBAL_GRANTS.name(), From.BEGINNING);
    own.put(Topic.AUDIT.name(), From.BEGINNING);
    List<Topic> make = ArbiterLog.topics(rejected);
    this.logs =
        new TopicTail(
            new TopicTail.Settings(
                kafka, client + "-log", own, make, this::readLog, done -> readBack(), "up"),
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
    given.incomplete().forEach(each -> inbox.put(new ArbiterInput.GrantsRead(each)));
    inbox.put(new ArbiterInput.ReplayDone());
    summaries.start();
    pulse.start();
  }

  private void readLog(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
    if (record.topic().equals(Topic.POLICY.name())) {
      readPolicy(record);
    } else if (record.topic().equals(Topic.AUDIT.name())) {
      inbox.put(new ArbiterInput.AuditRead(Wire.decodeAudit(record.value())));
    } else if (record.value() != null && Wire.isEscrow(record.key())) {
      inbox.put(
          new ArbiterInput.AllotmentsRead(Wire.decodeAllotments(record.key(), record.value())));
    } else if (record.value() != null) {
      given
          .read(Wire.decodePage(record.key(), record.value()))
          .ifPresent(grants -> inbox.put(new ArbiterInput.GrantsRead(grants)));
    }
  }

  private void readPolicy(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
    if (record.value() == null) {
      inbox.put(new ArbiterInput.PolicyForgotten(Wire.decodePolicyKey(record.key())));
      return;
    }
    long revision = record.offset() + 1;
    PolicyRecord read = Wire.decodePolicy(record.key(), record.value(), revision);
    inbox.put(new ArbiterInput.PolicyRead(read.at(revision)));
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
