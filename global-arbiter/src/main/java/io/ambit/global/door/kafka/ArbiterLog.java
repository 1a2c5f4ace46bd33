package io.ambit.global.door.kafka;

import io.ambit.escrow.Allotments;
import io.ambit.global.ArbiterProperties;
import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.ArbiterEffect;
import io.ambit.global.core.ArbiterInput;
import io.ambit.lease.Grants;
import io.ambit.model.AuditEvent;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.runtime.Contact;
import io.ambit.runtime.Loop;
import io.ambit.runtime.RecordWriter;
import io.ambit.runtime.RejectedRecords;
import io.ambit.runtime.Topic;
import io.ambit.wire.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Everything the arbiter keeps in Kafka. One writer for all, in the order asked for: a record that
 * was given up and one written after it can then never change places in the log.
 */
@Component
public final class ArbiterLog implements SmartInitializingSingleton {
  private static final Duration DELIVERY = Duration.ofMillis(2_500);

  private final Inbox inbox;
  private final RecordWriter writer;
  private final LogReader reader;
  private final Contact contact = new Contact("Kafka");

  ArbiterLog(
      ArbiterProperties properties,
      Loop<ArbiterInput, ArbiterEffect, ArbiterCore> loop,
      MeterRegistry meters) {
    this.inbox = new Inbox(loop);
    this.writer =
        new RecordWriter(
            properties.kafka().global(), properties.node(), DELIVERY, contact, meters, "down");
    RejectedRecords rejected = new RejectedRecords(Topic.GLOBAL, writer, meters);
    this.reader = new LogReader(properties, inbox, rejected, contact, meters);
  }

  @Override
  public void afterSingletonsInstantiated() {
    reader.start();
  }

  /** Appends operator intent; the loop hears what came of it under {@code id}. */
  public void append(long id, PolicyRecord record) {
    settle(id, writer.append(Topic.POLICY, record.key().toString(), Wire.encode(record)));
  }

  /** Appends a tombstone; the loop hears what came of it under {@code id}. */
  public void bury(long id, PolicyKey key) {
    settle(id, writer.append(Topic.POLICY, key.toString(), null));
  }

  /** Appends a region's leases. */
  public void give(Grants leases) {
    var unused = writer.append(Topic.GLOBAL_GRANTS, leases.node(), Wire.encode(leases));
  }

  /** Appends what a region may spend of period budgets. */
  public void allot(Allotments allotments) {
    var unused =
        writer.append(
            Topic.GLOBAL_GRANTS, Wire.escrowKey(allotments.node()), Wire.encode(allotments));
  }

  /** Appends what an operator did. */
  public void audit(AuditEvent event) {
    var unused = writer.append(Topic.AUDIT, event.id(), Wire.encode(event));
  }

  @PreDestroy
  void close() {
    reader.close();
    writer.close();
  }

  private void settle(long id, CompletableFuture<RecordMetadata> append) {
    var unused =
        append.whenComplete(
            (sent, failed) -> inbox.put(new ArbiterInput.AppendSettled(id, failed == null)));
  }
}
