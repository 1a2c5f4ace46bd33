package io.ambit.region.door.kafka;

import io.ambit.backend.BackendNews;
import io.ambit.escrow.Allotments;
import io.ambit.lease.GrantBook;
import io.ambit.lease.GrantPage;
import io.ambit.lease.Oath;
import io.ambit.lease.Term;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.region.RegionProperties;
import io.ambit.region.core.RegionInput;
import io.ambit.runtime.Candidacy;
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
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The region's own topics: which of its replicas owns the region is settled here, and each term of
 * it reads the edges' summaries and, once at its start, what was given and relayed before. Grants
 * and policy for the edges are records of the owner's pen.
 */
@Component
public final class RegionalBus {
  private static final Logger LOG = LoggerFactory.getLogger(RegionalBus.class);
  private static final Duration DELIVERY = Duration.ofSeconds(2);

  private final RegionProperties properties;
  private final MeterRegistry meters;
  private final Topic grants;
  private final Topic policy;
  private final Topic summaries;
  private final Contact contact = Contact.withKafka("The regional Kafka");
  private final RecordWriter aside;
  private final RejectedRecords rejected;

  RegionalBus(RegionProperties properties, MeterRegistry meters) {
    String region = properties.region();
    this.properties = properties;
    this.meters = meters;
    this.grants = Topic.grants(region);
    this.policy = Topic.policy(region);
    this.summaries = Topic.summaries(region);
    this.aside =
        new RecordWriter(
            properties.kafka().regional(),
            properties.node() + "-aside",
            DELIVERY,
            contact,
            meters,
            "down");
    this.rejected = new RejectedRecords(region, aside, meters);
  }

  /** Stands for the ownership of the region; does not begin by itself. */
  public Candidacy candidacy(Candidacy.Office office) {
    Candidacy.Settings settings =
        new Candidacy.Settings(
            properties.kafka().regional(),
            "ambit-region-" + properties.region(),
            properties.node(),
            grants,
            topics(),
            properties.sessionTimeout(),
            meters,
            office);
    return new Candidacy(settings, contact);
  }

  /** Reads for one term, until closed. All owners before must be fenced by now. */
  public AutoCloseable read(Inbox inbox) {
    TreeMap<String, From> upward = new TreeMap<>();
    upward.put(summaries.name(), From.NOW);
    TopicTail reports = tail("-up", upward, record -> readSummary(record, inbox), done -> {});
    GrantBook given = new GrantBook();
    TopicTail past =
        tail(
            "-past",
            own(),
            record -> readOwn(record, given, inbox::put),
            done -> {
              given.incomplete().forEach(each -> inbox.put(new RegionInput.GivenRead(each)));
              inbox.put(new RegionInput.ReplayDone());
              // Nobody is listened to before the region leads, and until then every moment counts.
              reports.start();
            });
    past.start();
    return () -> {
      past.close();
      reports.close();
    };
  }

  /**
   * Reads once what a term begins with, and forgets it.
   *
   * @param done called when that has been read to its end
   */
  public Candidacy.Rehearsal rehearse(Runnable done) {
    GrantBook given = new GrantBook();
    TopicTail past =
        tail(
            "-rehearsal",
            own(),
            record -> pass(record, given),
            tail -> {
              tail.leave();
              done.run();
            });
    past.start();
    return past::leave;
  }

  /** A page of an edge's leases. */
  public ProducerRecord<String, byte[]> give(GrantPage page) {
    return new ProducerRecord<>(grants.name(), page.key(), Wire.encode(page));
  }

  /** What an edge may spend of period budgets. */
  public ProducerRecord<String, byte[]> allot(Allotments allotments) {
    return new ProducerRecord<>(
        grants.name(), Wire.escrowKey(allotments.node()), Wire.encode(allotments));
  }

  /** What the edges are to know of backends. */
  public ProducerRecord<String, byte[]> tell(BackendNews news) {
    return new ProducerRecord<>(grants.name(), Wire.backendsKey(news.node()), Wire.encode(news));
  }

  /** Under which epoch this owner gives. */
  public ProducerRecord<String, byte[]> begin(Term term) {
    return new ProducerRecord<>(grants.name(), Wire.termKey(term.node()), Wire.encode(term));
  }

  /** What this region is about to testify or vow. */
  public ProducerRecord<String, byte[]> swear(Oath oath) {
    return new ProducerRecord<>(grants.name(), Wire.oathKey(oath.node()), Wire.encode(oath));
  }

  /** A policy record for the edges. */
  public ProducerRecord<String, byte[]> relay(PolicyRecord record) {
    return new ProducerRecord<>(policy.name(), record.key().toString(), Wire.encode(record));
  }

  /** A tombstone for a deleted object. */
  public ProducerRecord<String, byte[]> forget(PolicyKey key) {
    return new ProducerRecord<>(policy.name(), key.toString(), null);
  }

  @PreDestroy
  void close() {
    aside.close();
  }

  private TopicTail tail(
      String suffix,
      TreeMap<String, From> from,
      TopicTail.Handler handler,
      Consumer<TopicTail> caughtUp) {
    TopicTail.Settings settings =
        new TopicTail.Settings(
            properties.kafka().regional(),
            properties.node() + suffix,
            from,
            topics(),
            handler,
            caughtUp,
            "up");
    return new TopicTail(settings, rejected, contact, meters);
  }

  private TreeMap<String, From> own() {
    TreeMap<String, From> own = new TreeMap<>();
    own.put(grants.name(), From.BEGINNING);
    own.put(policy.name(), From.BEGINNING);
    return own;
  }

  private List<Topic> topics() {
    return List.of(grants, policy, summaries, rejected.topic());
  }

  private static void readSummary(ConsumerRecord<String, byte[]> record, Inbox inbox)
      throws UnreadableRecordException {
    if (Wire.isEscrow(record.key())) {
      inbox.put(
          new RegionInput.EscrowReported(Wire.decodeEscrowReport(record.key(), record.value())));
    } else if (Wire.isTraffic(record.key())) {
      inbox.put(new RegionInput.TrafficTold(Wire.decodeTraffic(record.key(), record.value())));
    } else if (Wire.isBackends(record.key())) {
      inbox.put(new RegionInput.BackendsTold(Wire.decodeBackends(record.key(), record.value())));
    } else {
      inbox.put(new RegionInput.Reported(Wire.decodeReport(record.value())));
    }
  }

  private void pass(ConsumerRecord<String, byte[]> record, GrantBook given) {
    try {
      readOwn(record, given, forgotten -> {});
    } catch (UnreadableRecordException kept) {
      LOG.debug("Whoever owns the region keeps what nobody can read: {}", kept.getMessage());
    }
  }

  private void readOwn(
      ConsumerRecord<String, byte[]> record, GrantBook given, Consumer<RegionInput> into)
      throws UnreadableRecordException {
    byte[] value = record.value();
    if (value == null) {
      return;
    }
    if (record.topic().equals(policy.name())) {
      into.accept(new RegionInput.RelayedRead(Wire.decodePolicy(record.key(), value, 0)));
    } else if (Wire.isOath(record.key())) {
      // A new owner is bound as if it had just vowed, whatever its predecessors did.
      Wire.decodeOath(value);
    } else if (Wire.isTerm(record.key())) {
      into.accept(new RegionInput.TermRead(Wire.decodeTerm(record.key(), value)));
    } else if (Wire.isBackends(record.key())) {
      // What an earlier owner said of backends, its edges say again.
      Wire.decodeBackends(record.key(), value);
    } else if (Wire.isEscrow(record.key())) {
      into.accept(new RegionInput.AllotmentsGivenRead(Wire.decodeAllotments(record.key(), value)));
    } else {
      given
          .read(Wire.decodePage(record.key(), value))
          .ifPresent(grants -> into.accept(new RegionInput.GivenRead(grants)));
    }
  }
}
