package io.ambit.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambit.runtime.Candidacy;
import io.ambit.runtime.Contact;
import io.ambit.runtime.FencedWriter;
import io.ambit.runtime.KafkaSettings;
import io.ambit.runtime.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.kafka.test.EmbeddedKafkaBroker;

/** Replicas that stand for one node, over a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CandidacyTest {
  private static final String NODE = "ambit-node";
  private static final Topic LOG = Topic.grants("node");
  private static final long PATIENCE_SECONDS = 20;

  private EmbeddedKafkaBroker kafka;

  @BeforeAll
  void start() {
    kafka = World.broker();
  }

  @AfterAll
  void stop() {
    kafka.destroy();
  }

  /**
   * The same happens to a process that stood still for longer than a session: its last append has
   * failed, and what it heard of the group before is out of date.
   */
  @Test
  void anOwnerThatWasReplacedWhileItEndedItsTermDoesNotFenceItsSuccessor() throws Exception {
    Holder slow = new Holder();
    Holder quick = new Holder();
    quick.mayEnd.countDown();
    try (Candidacy first = candidacy("first", slow);
        Candidacy second = candidacy("second", quick);
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.getBrokersAsString()))) {
      first.start();
      FencedWriter failing = slow.nextPen();
      second.start();
      quick.awaitStandby();

      assertThatThrownBy(() -> append(failing, 1_200_000)).isInstanceOf(ExecutionException.class);
      assertThat(slow.ending.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      admin
          .removeMembersFromConsumerGroup(NODE, new RemoveMembersFromConsumerGroupOptions())
          .all()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      FencedWriter successor = quick.nextPen();
      slow.mayEnd.countDown();
      slow.awaitStandby();

      append(successor, 1);
      assertThat(successor.failure()).isNull();
      assertThat(slow.pens).isEmpty();
    }
  }

  @Test
  void anOwnerWhosePenFailedBeginsAnewWhileTheGroupStillPicksIt() throws Exception {
    Holder holder = new Holder();
    holder.mayEnd.countDown();
    try (Candidacy alone = candidacy("alone", holder)) {
      alone.start();
      FencedWriter failing = holder.nextPen();
      assertThatThrownBy(() -> append(failing, 1_200_000)).isInstanceOf(ExecutionException.class);

      append(holder.nextPen(), 1);
    }
  }

  private static void append(FencedWriter pen, int length) throws Exception {
    pen.append(List.of(new ProducerRecord<>(LOG.name(), "key", new byte[length])))
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private Candidacy candidacy(String client, Candidacy.Office office) {
    return new Candidacy(
        new Candidacy.Settings(
            new KafkaSettings(kafka.getBrokersAsString(), (short) 1, Map.of()),
            NODE,
            client,
            LOG,
            List.of(LOG),
            Duration.ofSeconds(2),
            new SimpleMeterRegistry(),
            office),
        Contact.withKafka("Kafka"));
  }

  /** Counts what happens to it; its terms end only when they may. */
  private static final class Holder implements Candidacy.Office {
    private final BlockingQueue<FencedWriter> pens = new ArrayBlockingQueue<>(16);
    private final Semaphore standbys = new Semaphore(0);
    private final CountDownLatch ending = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @Override
    public Candidacy.Term begin(FencedWriter pen) {
      pens.add(pen);
      return this::end;
    }

    @Override
    public Candidacy.Rehearsal standBy() {
      standbys.release();
      return () -> {};
    }

    FencedWriter nextPen() throws InterruptedException {
      return Objects.requireNonNull(pens.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "no term began");
    }

    void awaitStandby() throws InterruptedException {
      assertThat(standbys.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private void end() {
      ending.countDown();
      try {
        assertThat(mayEnd.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
