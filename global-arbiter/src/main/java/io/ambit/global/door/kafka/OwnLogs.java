package io.ambit.global.door.kafka;

import io.ambit.global.core.ArbiterInput;
import io.ambit.lease.GrantBook;
import io.ambit.model.PolicyRecord;
import io.ambit.runtime.Topic;
import io.ambit.runtime.TopicTail.From;
import io.ambit.wire.UnreadableRecordException;
import io.ambit.wire.Wire;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the arbiter's own logs hold, in the words of its core. For one reading; one thread. */
final class OwnLogs {
  private final GrantBook given = new GrantBook();
  private final Consumer<ArbiterInput> into;

  OwnLogs(Consumer<ArbiterInput> into) {
    this.into = into;
  }

  static TreeMap<String, From> topics() {
    TreeMap<String, From> topics = new TreeMap<>();
    topics.put(Topic.POLICY.name(), From.BEGINNING);
    topics.put(Topic.GLOBAL_GRANTS.name(), From.BEGINNING);
    topics.put(Topic.AUDIT.name(), From.BEGINNING);
    return topics;
  }

  void read(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
    if (record.topic().equals(Topic.POLICY.name())) {
      readPolicy(record);
    } else if (record.topic().equals(Topic.AUDIT.name())) {
      into.accept(new ArbiterInput.AuditRead(Wire.decodeAudit(record.value())));
    } else if (record.value() != null && Wire.isEscrow(record.key())) {
      into.accept(
          new ArbiterInput.AllotmentsRead(Wire.decodeAllotments(record.key(), record.value())));
    } else if (record.value() != null) {
      given
          .read(Wire.decodePage(record.key(), record.value()))
          .ifPresent(grants -> into.accept(new ArbiterInput.GrantsRead(grants)));
    }
  }

  /** All that was there at the start is read; grants whose last page was never written count. */
  void end() {
    given.incomplete().forEach(each -> into.accept(new ArbiterInput.GrantsRead(each)));
    into.accept(new ArbiterInput.ReplayDone());
  }

  private void readPolicy(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
    if (record.value() == null) {
      into.accept(new ArbiterInput.PolicyForgotten(Wire.decodePolicyKey(record.key())));
      return;
    }
    long revision = record.offset() + 1;
    PolicyRecord read = Wire.decodePolicy(record.key(), record.value(), revision);
    into.accept(new ArbiterInput.PolicyRead(read.at(revision)));
  }
}
