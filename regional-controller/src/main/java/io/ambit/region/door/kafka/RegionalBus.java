package io.ambit.region.door.kafka;

import io.ambit.escrow.Allotments;
import io.ambit.lease.Grants;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.region.RegionProperties;
import io.ambit.region.core.RegionCore;
import io.ambit.region.core.RegionEffect;
import io.ambit.region.core.RegionInput;
import io.ambit.runtime.Contact;
import io.ambit.runtime.Loop;
import io.ambit.runtime.RecordWriter;
import io.ambit.runtime.RejectedRecords;
import io.ambit.runtime.Topic;
import io.ambit.runtime.TopicTail;
import io.ambit.runtime.TopicTail.From;
import io.ambit.wire.UnreadableRecordException;
import io.ambit.wire.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * The region's own topics: reads its edges' summaries and, once at the start, what it gave and
 * relayed before; writes grants and policy for its edges.
 */
@Component
public final class RegionalBus implements SmartInitializingSingleton {
  private static final Duration DELIVERY = Duration.ofSeconds(2);

  private final Topic grants;
  private final Topic policy;
  private final Topic summaries;
  private final Inbox inbox;
  private final RecordWriter writer;
  private final TopicTail past;
  private final TopicTail reports;

  RegionalBus(
      RegionProperties properties,
      Loop<RegionInput, RegionEffect, RegionCore> loop,
      MeterRegistry meters) {
    String region = properties.region();
    this.grants = Topic.grants(region);
    this.policy = Topic.policy(region);
    this.summaries = Topic.summaries(region);
    this.inbox = new Inbox(loop);
    Contact contact = new Contact("The regional Kafka");
    String client = properties.node();
    this.writer =
        new RecordWriter(
            properties.kafka().regional(), client + "-down", DELIVERY, contact, meters, "down");
    RejectedRecords rejected = new RejectedRecords(region, writer, meters);
    TreeMap<String, From> own = new TreeMap<>();
    own.put(grants.name(), From.BEGINNING);
    own.put(policy.name(), From.BEGINNING);
    this.past = tail(properties, client + "-past", own, rejected, contact, meters, this::readBack);
    TreeMap<String, From> upward = new TreeMap<>();
    upward.put(summaries.name(), From.NOW);
    this.reports = tail(properties, client + "-up", upward, rejected, contact, meters, () -> {});
  }

  private TopicTail tail(
      RegionProperties properties,
      String client,
      TreeMap<String, From> topics,
      RejectedRecords rejected,
      Contact contact,
      MeterRegistry meters,
      Runnable caughtUp) {
    List<Topic> make = List.of(grants, policy, summaries, rejected.topic());
    TopicTail.Settings settings =
        new TopicTail.Settings(
            properties.kafka().regional(), client, topics, make, this::read, caughtUp, "up");
    return new TopicTail(settings, rejected, contact, meters);
  }

  @Override
  public void afterSingletonsInstantiated() {
    past.start();
    reports.start();
  }

  /** Appends an edge's leases. */
  public void give(Grants leases) {
    var unused = writer.append(grants, leases.node(), Wire.encode(leases));
  }

  /** Appends what an edge may spend of period budgets. */
  public void allot(Allotments allotments) {
    var unused = writer.append(grants, Wire.escrowKey(allotments.node()), Wire.encode(allotments));
  }

  /** Appends a policy record for the edges. */
  public void relay(PolicyRecord record) {
    var unused = writer.append(policy, record.key().toString(), Wire.encode(record));
  }

  /** Appends a tombstone for a deleted object. */
  public void forget(PolicyKey key) {
    var unused = writer.append(policy, key.toString(), null);
  }

  @PreDestroy
  void close() {
    past.close();
    reports.close();
    writer.close();
  }

  private void readBack() {
    inbox.put(new RegionInput.ReplayDone());
  }

  private void read(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
    byte[] value = record.value();
    if (Wire.isEscrow(record.key())) {
      readEscrow(record);
    } else if (record.topic().equals(summaries.name())) {
      inbox.put(new RegionInput.Reported(Wire.decodeReport(value)));
    } else if (record.topic().equals(grants.name())) {
      inbox.put(new RegionInput.GivenRead(Wire.decodeGrants(value)));
    } else if (value != null) {
      inbox.put(new RegionInput.RelayedRead(Wire.decodePolicy(record.key(), value, 0)));
    }
  }

  private void readEscrow(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
    if (record.topic().equals(summaries.name())) {
      inbox.put(
          new RegionInput.EscrowReported(Wire.decodeEscrowReport(record.key(), record.value())));
    } else if (record.value() != null) {
      inbox.put(
          new RegionInput.AllotmentsGivenRead(Wire.decodeAllotments(record.key(), record.value())));
    }
  }
}
