package io.ambit.edge.door.kafka;

import io.ambit.backend.BackendNews;
import io.ambit.backend.Sighting;
import io.ambit.edge.EdgeProperties;
import io.ambit.edge.backend.Pools;
import io.ambit.edge.core.EdgeCore;
import io.ambit.edge.core.EdgeEffect;
import io.ambit.edge.core.EdgeInput;
import io.ambit.escrow.EscrowReport;
import io.ambit.failover.Traffic;
import io.ambit.lease.GrantBook;
import io.ambit.lease.GrantPage;
import io.ambit.lease.Grants;
import io.ambit.lease.Report;
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
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Reads what the region relays and grants, writes this edge's reports. */
@Component
public final class RegionalBus implements SmartInitializingSingleton {
  private static final Duration DELIVERY = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * Reports under way at most. Counters are cumulative, so while the broker is slow or gone the
   * next report says all that a skipped one would have.
   */
  private static final int MOST_UNDER_WAY = 4;

  private final String node;
  private final Topic grants;
  private final Topic policy;
  private final Topic summaries;
  private final Loop<EdgeInput, EdgeEffect, EdgeCore> loop;
  private final RecordWriter writer;
  private final TopicTail tail;
  private final GrantBook book = new GrantBook();
  private final AtomicInteger underWay = new AtomicInteger();
  private final Pools pools;

  RegionalBus(
      EdgeProperties properties,
      Loop<EdgeInput, EdgeEffect, EdgeCore> loop,
      Pools pools,
      MeterRegistry meters) {
    String region = properties.region();
    this.pools = pools;
    this.node = properties.node();
    this.grants = Topic.grants(region);
    this.policy = Topic.policy(region);
    this.summaries = Topic.summaries(region);
    this.loop = loop;
    Contact contact = Contact.withKafka("The regional Kafka");
    this.writer =
        new RecordWriter(
            properties.kafka().regional(), node + "-up", DELIVERY, contact, meters, "up");
    RejectedRecords rejected = new RejectedRecords(region, writer, meters);
    TreeMap<String, From> topics = new TreeMap<>();
    topics.put(grants.name(), From.BEGINNING);
    topics.put(policy.name(), From.BEGINNING);
    this.tail =
        new TopicTail(
            new TopicTail.Settings(
                properties.kafka().regional(),
                node + "-down",
                topics,
                List.of(grants, policy, summaries, rejected.topic()),
                this::read,
                done -> put(new EdgeInput.PolicyComplete()),
                "down"),
            rejected,
            contact,
            meters);
  }

  @Override
  public void afterSingletonsInstantiated() {
    tail.start();
  }

  /** Sends a report, or skips it if the broker has not taken the ones before. */
  public void report(Report report) {
    if (underWay.get() < MOST_UNDER_WAY) {
      var unused = send(report);
    }
  }

  /** Sends a report on period budgets, or skips it likewise: the next one says it all. */
  public void report(EscrowReport report) {
    if (underWay.get() < MOST_UNDER_WAY) {
      underWay.incrementAndGet();
      var unused =
          writer
              .append(summaries, Wire.escrowKey(node), Wire.encode(report))
              .whenComplete((sent, failed) -> underWay.decrementAndGet());
    }
  }

  /** Passes on what backends said here; they say it again, should the broker not take it. */
  public void tell(List<Sighting> backends) {
    BackendNews news = new BackendNews(node, backends);
    var unused = writer.append(summaries, Wire.backendsKey(node), Wire.encode(news));
  }

  /** Tells of this edge's traffic; the next second says it anew. */
  public void tell(Traffic traffic) {
    if (underWay.get() < MOST_UNDER_WAY) {
      underWay.incrementAndGet();
      var unused =
          writer
              .append(summaries, Wire.trafficKey(node), Wire.encode(traffic))
              .whenComplete((sent, failed) -> underWay.decrementAndGet());
    }
  }

  /** Sends a report; done when the broker has it, or once that failed. */
  public CompletableFuture<?> send(Report report) {
    underWay.incrementAndGet();
    return writer
        .append(summaries, node, Wire.encode(report))
        .whenComplete((sent, failed) -> underWay.decrementAndGet());
  }

  @PreDestroy
  void close() {
    tail.close();
    writer.close();
  }

  private void read(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
    if (record.topic().equals(policy.name())) {
      readPolicy(record);
    } else if (record.key() == null || record.value() == null) {
      return;
    } else if (GrantPage.isOf(node, record.key())) {
      Optional<Grants> grants = book.read(Wire.decodePage(record.key(), record.value()));
      grants.ifPresent(complete -> put(new EdgeInput.GrantsRead(complete)));
    } else if (Wire.isBackends(record.key())) {
      BackendNews news = Wire.decodeBackends(record.key(), record.value());
      pools.hear(System.nanoTime(), news.sightings());
    } else if (Wire.escrowKey(node).equals(record.key())) {
      put(new EdgeInput.AllotmentsRead(Wire.decodeAllotments(record.key(), record.value())));
    }
  }

  private void readPolicy(ConsumerRecord<String, byte[]> record) throws UnreadableRecordException {
    if (record.value() == null) {
      put(new EdgeInput.PolicyForgotten(Wire.decodePolicyKey(record.key())));
    } else {
      put(new EdgeInput.PolicyRead(Wire.decodePolicy(record.key(), record.value(), 0)));
    }
  }

  /** Holds the reader back while the loop is busy. */
  private void put(EdgeInput input) {
    try {
      if (!loop.put(input, PATIENCE)) {
        throw new IllegalStateException("the loop takes nothing in");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
