package io.ambit.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands for the ownership of one node, term after term. Of all that stand, a consumer group picks
 * one by giving it the node's log: that one only <em>tries</em>, and owns the node once it has
 * opened the node's pen ({@link FencedWriter}), which fences every owner before it. The log itself
 * is not read here.
 *
 * <p>A term ends when the group takes the log away, when the pen fails, whatever the reason, or
 * when this is closed. After a failure that was no fence it begins the next term at once, as the
 * group, asked again, still picks it; fenced, it stands down behind whoever took over.
 */
public final class Candidacy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Candidacy.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration LEAVE = Duration.ofSeconds(1);
  private static final Duration CONFIRM = Duration.ofSeconds(1);
  private static final long PAUSE_MILLIS = 250;
  private static final long ADMIN_SECONDS = 5;

  /** The group hears of us this often per session. */
  private static final int BEATS_PER_SESSION = 10;

  private final Settings settings;
  private final Contact contact;
  private final Thread thread;
  private volatile boolean closed;
  private boolean chosen;
  private boolean stoodBy;
  private @Nullable FencedWriter pen;
  private @Nullable Term term;
  private @Nullable Rehearsal rehearsal;

  /** One spell of ownership, from its beginning to its end. Closing it must not take long. */
  public interface Term extends AutoCloseable {
    /** Decides nothing from now on; called once, on the candidate's thread. */
    @Override
    void close();
  }

  /** What a standby does to be quick when its turn comes. Closing it must not take long. */
  public interface Rehearsal extends AutoCloseable {
    /** Ends it, done or not; called once, on the candidate's thread. */
    @Override
    void close();
  }

  /** What owning the node means to its tier. Called on the candidate's thread. */
  public interface Office {
    /**
     * Begins a term: starts to read the node's log, and leads once it is read to its end.
     *
     * @param pen open, so all owners before are fenced: what the log holds now is all there will be
     */
    Term begin(FencedWriter pen) throws InterruptedException;

    /**
     * Another replica is picked; this one makes ready to take over. A process that reads the node's
     * log for the first time in its life takes seconds longer than one that has done it before.
     *
     * @return under way, or done already; closed when this replica is picked, or stops
     */
    Rehearsal standBy() throws InterruptedException;
  }

  /**
   * For what to stand, and how.
   *
   * @param name of the node: names its group and, as transactional id, its pen; the same in every
   *     replica and for ever
   * @param clientId of this process alone
   * @param log whoever is given it tries to own the node
   * @param topics all that the node needs, the log among them; made where missing
   * @param sessionTimeout how long an owner may be silent before another is picked; the broker's
   *     {@code group.min.session.timeout.ms} bounds it from below
   */
  public record Settings(
      KafkaSettings kafka,
      String name,
      String clientId,
      Topic log,
      List<Topic> topics,
      Duration sessionTimeout,
      MeterRegistry meters,
      Office office) {}

  public Candidacy(Settings settings, Contact contact) {
    this.settings = settings;
    this.contact = contact;
    this.thread =
        Thread.ofPlatform().daemon().name(settings.clientId() + "-candidate").unstarted(this::run);
  }

  /** A term that ends when all of these are closed, in this order, whatever each says to that. */
  public static Term of(AutoCloseable... parts) {
    return () -> {
      for (AutoCloseable part : parts) {
        try {
          part.close();
        } catch (Exception failed) {
          LOG.warn("A part of an ended term does not close: {}", Contact.rootMessage(failed));
        }
      }
    };
  }

  /** Begins to stand as soon as a broker answers; returns at once. */
  public void start() {
    thread.start();
  }

  /** Ends the term, and leaves the group so that another is picked at once. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(LEAVE.multipliedBy(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      try {
        makeTopics();
        stand();
      } catch (InterruptedException e) {
        return;
      } catch (Exception failed) {
        contact.failed(failed);
        pause();
      }
    }
  }

  private void stand() throws InterruptedException {
    KafkaConsumer<String, byte[]> member = new KafkaConsumer<>(member());
    try {
      member.subscribe(List.of(settings.log().name()), new Choice(member));
      while (!closed) {
        member.poll(POLL);
        attend(member);
      }
    } finally {
      chosen = false;
      endRehearsal();
      endTerm("stopping");
      member.close(LEAVE);
    }
  }

  private void attend(KafkaConsumer<String, byte[]> member) throws InterruptedException {
    FencedWriter held = pen;
    Throwable failure = held == null ? null : held.failure();
    if (held != null && failure != null) {
      boolean fenced = held.isFenced();
      endTerm(
          fenced
              ? "another process has taken over"
              : "an append failed: " + Contact.rootMessage(failure));
      if (fenced) {
        standBehind(member);
      }
    }
    if (chosen && pen == null && isStillChosen(member)) {
      beginTerm();
    }
  }

  /**
   * Asks the group, as what it said before may be long out of date: opening the pen fences whoever
   * it picked since. A process that stood still hears of that only by asking.
   */
  private boolean isStillChosen(KafkaConsumer<String, byte[]> member) {
    Map<TopicPartition, OffsetAndMetadata> nothing =
        Map.of(new TopicPartition(settings.log().name(), 0), new OffsetAndMetadata(0));
    try {
      member.commitSync(nothing, CONFIRM);
      return true;
    } catch (CommitFailedException | RebalanceInProgressException picksAnew) {
      return false;
    } catch (KafkaException failed) {
      contact.failed(failed);
      return false;
    }
  }

  /** Whoever fenced us is to stay: leaving makes the group pick again, and us the last in line. */
  private void standBehind(KafkaConsumer<String, byte[]> member) {
    chosen = false;
    member.unsubscribe();
    pause();
    member.subscribe(List.of(settings.log().name()), new Choice(member));
  }

  private void beginTerm() throws InterruptedException {
    endRehearsal();
    FencedWriter opened;
    try {
      opened =
          FencedWriter.open(
              settings.kafka(), settings.clientId() + "-pen", settings.name(), settings.meters());
    } catch (RuntimeException failed) {
      contact.failed(failed);
      pause();
      return;
    }
    contact.answered();
    pen = opened;
    term = settings.office().begin(opened);
  }

  private void endTerm(String why) {
    FencedWriter held = pen;
    Term ending = term;
    pen = null;
    term = null;
    if (held != null) {
      held.close();
    }
    if (ending != null) {
      LOG.info("No longer the owner of {}: {}", settings.name(), why);
      ending.close();
    }
  }

  private void endRehearsal() {
    Rehearsal ending = rehearsal;
    rehearsal = null;
    if (ending != null) {
      ending.close();
    }
  }

  private void makeTopics() throws Exception {
    Map<String, Object> client = settings.kafka().client(settings.clientId() + "-topics");
    client.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ADMIN_SECONDS * 1_000);
    Admin admin = Admin.create(client);
    try {
      Topics.make(admin, settings.kafka(), settings.topics(), ADMIN_SECONDS);
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, Object> member() {
    Map<String, Object> member = new HashMap<>(settings.kafka().client(settings.clientId()));
    int sessionMillis = Math.toIntExact(settings.sessionTimeout().toMillis());
    member.put(ConsumerConfig.GROUP_ID_CONFIG, settings.name());
    member.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    member.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    member.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    member.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    member.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    member.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, sessionMillis);
    member.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, sessionMillis / BEATS_PER_SESSION);
    // An owner keeps the log when a replica comes or goes.
    member.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    return member;
  }

  /** Hears whom the group picks; called while polling, on the candidate's thread. */
  private final class Choice implements ConsumerRebalanceListener {
    private final KafkaConsumer<String, byte[]> member;

    Choice(KafkaConsumer<String, byte[]> member) {
      this.member = member;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> given) {
      contact.answered();
      if (!given.isEmpty()) {
        member.pause(given);
        chosen = true;
        stoodBy = false;
      } else if (!chosen && !stoodBy) {
        stoodBy = true;
        LOG.info("Standing by for {}", settings.name());
        standBy();
      }
    }

    private void standBy() {
      try {
        endRehearsal();
        rehearsal = settings.office().standBy();
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> taken) {
      if (!taken.isEmpty()) {
        chosen = false;
        endTerm("the group picked another process");
      }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
      if (!lost.isEmpty()) {
        chosen = false;
        endTerm("silent for longer than a session");
      }
    }
  }
}
