package io.ambit.region.door.kafka;

import io.ambit.escrow.EscrowReport;
import io.ambit.lease.Report;
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

/** The arbiter's topics: reads operator intent and this region's grants, writes its summaries. */
@Component
public final class GlobalBus implements SmartInitializingSingleton {
  private static final Duration DELIVERY = Duration.ofSeconds(2);

  private final String region;
  private final Inbox inbox;
  private final RecordWriter writer;
  private final TopicTail tail;

  GlobalBus(
      RegionProperties properties,
      Loop<RegionInput, RegionEffect, RegionCore> loop,
      MeterRegistry meters) {
    this.region = properties.region();
    this.inbox = new Inbox(loop);
    Contact contact = new Contact("The global Kafka");
    String client = properties.node() + "-global";
    this.writer =
        new RecordWriter(properties.kafka().global(), client, DELIVERY, contact, meters, "up");
    RejectedRecords rejected = new RejectedRecords(region, writer, meters);
    TreeMap<String, From> topics = new TreeMap<>();
    topics.put(Topic.POLICY.name(), From.BEGINNING);
    topics.put(Topic.GLOBAL_GRANTS.name(), From.NOW);
    List<Topic> make =
        List.of(Topic.POLICY, Topic.GLOBAL_GRANTS, Topic.GLOBAL_SUMMARIES, rejected.topic());
    this.tail =
        new TopicTail(
            new TopicTail.Settings(
                properties.kafka().global(), client, topics, make, this::read, () -> {}, "down"),
            rejected,
            contact,
            meters);
  }

  @Override
  public void afterSingletonsInstantiated() {
    tail.start();
  }

  /** Sends a summary of the region. One that cannot be sent is dropped: the next says more. */
  public void report(Report report) {
    var unused = writer.append(Topic.GLOBAL_SUMMARIES, region, Wire.encode(report));
  }

  /** The same of period budgets. */
  public void report(EscrowReport report) {
    var unused = writer.append(Topic.GLOBAL_SUMMARIES, Wire.escrowKey(region), Wire.encode(report));
  }

  @PreDestroy
  void close() {
    tail.close();
    writer.close();
  }

  private void read(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
    if (record.topic().equals(Topic.POLICY.name())) {
      readPolicy(record);
    } else if (region.equals(record.key())) {
      inbox.put(new RegionInput.GrantsRead(Wire.decodeGrants(record.value())));
    } else if (Wire.escrowKey(region).equals(record.key())) {
      inbox.put(
          new RegionInput.AllotmentsRead(Wire.decodeAllotments(record.key(), record.value())));
    }
  }

  private void readPolicy(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
    long revision = record.offset() + 1;
    if (record.value() == null) {
      inbox.put(new RegionInput.PolicyForgotten(Wire.decodePolicyKey(record.key())));
    } else {
      inbox.put(
          new RegionInput.PolicyRead(Wire.decodePolicy(record.key(), record.value(), revision)));
    }
  }
}
