package io.ambit.region.door.kafka;

import io.ambit.escrow.EscrowReport;
import io.ambit.failover.Reachability;
import io.ambit.failover.Traffic;
import io.ambit.lease.GrantBook;
import io.ambit.lease.GrantPage;
import io.ambit.lease.Report;
import io.ambit.region.RegionProperties;
import io.ambit.region.core.RegionInput;
import io.ambit.runtime.Contact;
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
import org.springframework.stereotype.Component;

/**
 * The arbiter's topics: each term of ownership reads operator intent and this region's grants, and
 * writes the region's summaries.
 */
@Component
public final class GlobalBus {
  private static final Duration DELIVERY = Duration.ofSeconds(2);

  private final RegionProperties properties;
  private final MeterRegistry meters;
  private final String region;
  private final Contact contact = Contact.withKafka("The global Kafka");
  private final RecordWriter writer;
  private final RejectedRecords rejected;

  GlobalBus(RegionProperties properties, MeterRegistry meters) {
    this.properties = properties;
    this.meters = meters;
    this.region = properties.region();
    this.writer =
        new RecordWriter(properties.kafka().global(), client(), DELIVERY, contact, meters, "up");
    this.rejected = new RejectedRecords(region, writer, meters);
  }

  /** Reads for one term, until closed. */
  public AutoCloseable read(Inbox inbox) {
    GrantBook book = new GrantBook();
    TreeMap<String, From> topics = new TreeMap<>();
    topics.put(Topic.POLICY.name(), From.BEGINNING);
    topics.put(Topic.GLOBAL_GRANTS.name(), From.NOW);
    List<Topic> make =
        List.of(Topic.POLICY, Topic.GLOBAL_GRANTS, Topic.GLOBAL_SUMMARIES, rejected.topic());
    TopicTail tail =
        new TopicTail(
            new TopicTail.Settings(
                properties.kafka().global(),
                client(),
                topics,
                make,
                record -> read(record, book, inbox),
                done -> inbox.put(new RegionInput.IntentReplayed(done.position(Topic.POLICY))),
                "down"),
            rejected,
            contact,
            meters);
    tail.start();
    return tail;
  }

  /** Sends a summary of the region. One that cannot be sent is dropped: the next says more. */
  public void report(Report report) {
    var unused = writer.append(Topic.GLOBAL_SUMMARIES, region, Wire.encode(report));
  }

  /** The same of period budgets. */
  public void report(EscrowReport report) {
    var unused = writer.append(Topic.GLOBAL_SUMMARIES, Wire.escrowKey(region), Wire.encode(report));
  }

  /** The same of traffic. */
  public void tell(Traffic traffic) {
    var unused =
        writer.append(Topic.GLOBAL_SUMMARIES, Wire.trafficKey(region), Wire.encode(traffic));
  }

  /** The same of which regions are reached. */
  public void tell(Reachability reach) {
    var unused = writer.append(Topic.GLOBAL_SUMMARIES, Wire.reachKey(region), Wire.encode(reach));
  }

  @PreDestroy
  void close() {
    writer.close();
  }

  private String client() {
    return properties.node() + "-global";
  }

  private void read(ConsumerRecord<String, byte[]> record, GrantBook book, Inbox inbox)
      throws UnreadableRecordException {
    if (record.topic().equals(Topic.POLICY.name())) {
      readPolicy(record, inbox);
    } else if (record.key() != null && GrantPage.isOf(region, record.key())) {
      book.read(Wire.decodePage(record.key(), record.value()))
          .ifPresent(grants -> inbox.put(new RegionInput.GrantsRead(grants)));
    } else if (Wire.escrowKey(region).equals(record.key())) {
      inbox.put(
          new RegionInput.AllotmentsRead(Wire.decodeAllotments(record.key(), record.value())));
    }
  }

  private static void readPolicy(ConsumerRecord<String, byte[]> record, Inbox inbox)
      throws UnreadableRecordException {
    long revision = record.offset() + 1;
    if (record.value() == null) {
      inbox.put(new RegionInput.PolicyForgotten(Wire.decodePolicyKey(record.key())));
    } else {
      inbox.put(
          new RegionInput.PolicyRead(Wire.decodePolicy(record.key(), record.value(), revision)));
    }
  }
}
