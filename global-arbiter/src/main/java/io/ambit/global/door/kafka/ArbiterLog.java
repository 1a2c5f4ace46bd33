package io.ambit.global.door.kafka;

import io.ambit.escrow.Allotments;
import io.ambit.global.ArbiterProperties;
import io.ambit.lease.GrantPage;
import io.ambit.model.AuditEvent;
import io.ambit.model.Leader;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.runtime.Candidacy;
import io.ambit.runtime.Contact;
import io.ambit.runtime.RecordWriter;
import io.ambit.runtime.RejectedRecords;
import io.ambit.runtime.Topic;
import io.ambit.wire.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Everything the arbiter keeps in Kafka: which of the replicas leads is settled here, each term of
 * leadership reads its logs here, and what it appends are records of the leader's pen.
 */
@Component
public final class ArbiterLog implements SmartInitializingSingleton {
  private static final Duration DELIVERY = Duration.ofMillis(2_500);

  private final ArbiterProperties properties;
  private final MeterRegistry meters;
  private final Contact contact = Contact.withKafka("Kafka");
  private final RecordWriter aside;
  private final RejectedRecords rejected;
  private final LeaderWatch leader;

  ArbiterLog(ArbiterProperties properties, MeterRegistry meters) {
    this.properties = properties;
    this.meters = meters;
    this.aside =
        new RecordWriter(
            properties.kafka().global(),
            properties.node() + "-aside",
            DELIVERY,
            contact,
            meters,
            "down");
    this.rejected = new RejectedRecords(Topic.GLOBAL, aside, meters);
    this.leader = new LeaderWatch(properties, rejected, contact, meters);
  }

  @Override
  public void afterSingletonsInstantiated() {
    leader.start();
  }

  /** Stands for leadership; does not begin by itself. */
  public Candidacy candidacy(Candidacy.Office office) {
    Candidacy.Settings settings =
        new Candidacy.Settings(
            properties.kafka().global(),
            "ambit-arbiter",
            properties.node(),
            Topic.POLICY,
            topics(rejected),
            properties.sessionTimeout(),
            meters,
            office);
    return new Candidacy(settings, contact);
  }

  /** Reads for one term, until closed. All leaders before must be fenced by now. */
  public AutoCloseable read(Inbox inbox) {
    LogReader reader = new LogReader(properties, inbox, rejected, contact, meters);
    reader.start();
    return reader;
  }

  /**
   * Reads once what a term begins with, and forgets it.
   *
   * @param done called when that has been read to its end
   */
  public Candidacy.Rehearsal rehearse(Runnable done) {
    return LogReader.rehearse(properties, rejected, contact, meters, done);
  }

  /** Who leads, as heard lately; empty while nobody says that it does. */
  public Optional<Leader> leader() {
    return leader.current();
  }

  /** Operator intent. */
  public ProducerRecord<String, byte[]> intent(PolicyRecord record) {
    return new ProducerRecord<>(Topic.POLICY.name(), record.key().toString(), Wire.encode(record));
  }

  /** A tombstone. */
  public ProducerRecord<String, byte[]> tombstone(PolicyKey key) {
    return new ProducerRecord<>(Topic.POLICY.name(), key.toString(), null);
  }

  /** What a region may spend of period budgets. */
  public ProducerRecord<String, byte[]> allot(Allotments allotments) {
    return new ProducerRecord<>(
        Topic.GLOBAL_GRANTS.name(), Wire.escrowKey(allotments.node()), Wire.encode(allotments));
  }

  /** A page of a region's leases. */
  public ProducerRecord<String, byte[]> give(GrantPage page) {
    return new ProducerRecord<>(Topic.GLOBAL_GRANTS.name(), page.key(), Wire.encode(page));
  }

  /** What an operator did. */
  public ProducerRecord<String, byte[]> audit(AuditEvent event) {
    return new ProducerRecord<>(Topic.AUDIT.name(), event.id(), Wire.encode(event));
  }

  /** Where the leader is. */
  public ProducerRecord<String, byte[]> advertise(Leader here) {
    return new ProducerRecord<>(Topic.GLOBAL_LEADER.name(), here.node(), Wire.encode(here));
  }

  @PreDestroy
  void close() {
    leader.close();
    aside.close();
  }

  static List<Topic> topics(RejectedRecords rejected) {
    return List.of(
        Topic.POLICY,
        Topic.GLOBAL_GRANTS,
        Topic.AUDIT,
        Topic.GLOBAL_SUMMARIES,
        Topic.GLOBAL_LEADER,
        rejected.topic());
  }
}
