package io.ambit.simulator.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.simulator.engine.Agenda;
import io.ambit.simulator.engine.Dice;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FencingTest {
  private static final String TOPIC = "grants";
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  private final Agenda agenda = new Agenda();
  private final List<Stored> stored = new ArrayList<>();
  private final Broker broker = new Broker("kafka", agenda, (topic, record) -> stored.add(record));

  /** A member of the group that fences and then writes its name every tenth of a second. */
  private final class Writer implements Client {
    final String name;
    final Link up;
    final Link down;
    final Deque<Runnable> missed = new ArrayDeque<>();
    boolean paused;
    boolean believes;
    int fenced;
    @Nullable Producer producer;

    Writer(String name) {
      this.name = name;
      this.up = new Link(name + "→kafka", new Dice(1), MILLI, Link.Weather.FAIR);
      this.down = new Link("kafka→" + name, new Dice(1), MILLI, Link.Weather.FAIR);
    }

    void lead() {
      if (!believes) {
        believes = true;
        broker.fence(
            this,
            "node",
            epoch -> {
              producer = new Producer(broker, this, "node", epoch, SECOND);
              write();
            });
      }
    }

    void write() {
      Producer out = producer;
      if (out != null) {
        out.send(
            List.of(new Entry(TOPIC, name, agenda.nowNanos())),
            outcome -> fenced += outcome == Outcome.FENCED ? 1 : 0);
        agenda.in(100 * MILLI, () -> run(this::write));
      }
    }

    void wake() {
      paused = false;
      while (!missed.isEmpty()) {
        missed.removeFirst().run();
      }
    }

    @Override
    public Link up() {
      return up;
    }

    @Override
    public Link down() {
      return down;
    }

    @Override
    public boolean isAlive() {
      return true;
    }

    @Override
    public void run(Runnable action) {
      if (paused) {
        missed.add(action);
      } else {
        action.run();
      }
    }
  }

  @Test
  void ofAFencedProducerNothingIsStoredAndItHearsSo() {
    Writer first = new Writer("first");
    first.lead();
    agenda.runUntil(50 * MILLI);
    assertThat(stored).hasSize(1);
    new Writer("second").lead();
    agenda.runUntil(SECOND);
    assertThat(stored.subList(1, stored.size())).isNotEmpty().allMatch(by("second"));
    assertThat(first.fenced).isPositive();
  }

  @Test
  void anOwnerThatWakesAfterItsSessionNeverStoresAnythingBesideItsSuccessor() {
    Group group = new Group(broker);
    Writer zombie = new Writer("zombie");
    Writer successor = new Writer("successor");
    group.join(zombie, zombie::lead, () -> {});
    group.join(successor, successor::lead, () -> {});
    agenda.runUntil(2 * SECOND);
    assertThat(stored).isNotEmpty().allMatch(by("zombie"));
    zombie.paused = true;
    agenda.runUntil(2 * SECOND + Group.SESSION_NANOS + 2 * SECOND);
    int before = stored.size();
    assertThat(stored.getLast().key()).isEqualTo("successor");
    zombie.wake();
    agenda.runUntil(12 * SECOND);
    assertThat(zombie.fenced).isPositive();
    assertThat(stored.subList(before, stored.size())).isNotEmpty().allMatch(by("successor"));
  }

  @Test
  void aBatchIsStoredWholeOrNotAtAll() {
    Writer first = new Writer("first");
    Producer producer = new Producer(broker, first, "node", 1, SECOND);
    List<Outcome> outcomes = new ArrayList<>();
    List<Entry> batch = List.of(new Entry(TOPIC, "a", 1), new Entry("other", "b", 2));
    producer.send(batch, outcomes::add);
    agenda.runUntil(10 * MILLI);
    assertThat(stored).hasSize(2);
    first.up.cut(10 * SECOND);
    producer.send(batch, outcomes::add);
    agenda.runUntil(20 * SECOND);
    assertThat(stored).hasSize(2);
    assertThat(outcomes).containsExactly(Outcome.STORED, Outcome.UNKNOWN);
  }

  private static Predicate<Stored> by(String writer) {
    return record -> record.key().equals(writer);
  }
}
