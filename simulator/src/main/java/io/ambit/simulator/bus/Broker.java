package io.ambit.simulator.bus;

import io.ambit.simulator.engine.Agenda;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * One cluster: topics of one partition each, all or nothing batches, and a fence per node. What a
 * client asks arrives after its link's delay, and not at all while the link is cut or the cluster
 * is down.
 */
public final class Broker {
  private final String name;
  private final Agenda agenda;
  private final SortedMap<String, TopicLog> topics = new TreeMap<>();
  private final SortedMap<String, Long> fences = new TreeMap<>();
  private final BiConsumer<String, Stored> stored;
  private long downUntilNanos;

  /**
   * @param stored hears of every record as it is stored, with its topic
   */
  public Broker(String name, Agenda agenda, BiConsumer<String, Stored> stored) {
    this.name = name;
    this.agenda = agenda;
    this.stored = stored;
  }

  public String name() {
    return name;
  }

  public void down(long untilNanos) {
    downUntilNanos = Math.max(downUntilNanos, untilNanos);
  }

  public void heal() {
    downUntilNanos = 0;
  }

  boolean isDown() {
    return agenda.nowNanos() < downUntilNanos;
  }

  Agenda agenda() {
    return agenda;
  }

  public TopicLog topic(String topic) {
    return topics.computeIfAbsent(topic, name -> new TopicLog(this));
  }

  /** Whether a question of {@code client} gets through now. */
  boolean hears(Client client) {
    return !isDown() && !client.up().isCut(agenda.nowNanos());
  }

  /** Whether an answer to {@code client} gets through now. */
  boolean reaches(Client client) {
    return !isDown() && !client.down().isCut(agenda.nowNanos());
  }

  /** Begins a new epoch of {@code node}'s owner: no batch of an older one is stored any more. */
  public void fence(Client client, String node, LongConsumer answer) {
    ask(client, () -> fences.merge(node, 1L, Long::sum), answer::accept);
  }

  /** Everything in {@code topics} as of the moment the question arrives, compacted. */
  public void readBack(
      Client client, List<String> names, Consumer<SortedMap<String, List<Stored>>> answer) {
    ask(
        client,
        () -> {
          SortedMap<String, List<Stored>> found = new TreeMap<>();
          names.forEach(topic -> found.put(topic, topic(topic).compacted()));
          return found;
        },
        answer);
  }

  /**
   * Whether an owner that read {@code past} back knows all that was ever stored in those topics;
   * also if a later owner has shut it out, since then it does not matter.
   */
  public boolean isAllThereIs(String node, long epoch, SortedMap<String, List<Stored>> past) {
    boolean deposed = epoch < fences.getOrDefault(node, 0L);
    return deposed
        || past.entrySet().stream()
            .allMatch(each -> endOf(each.getValue()) == topic(each.getKey()).end());
  }

  /** Compaction leaves the newest record, so the last one read tells where the topic ends. */
  private static long endOf(List<Stored> past) {
    return past.isEmpty() ? 0 : past.getLast().offset() + 1;
  }

  /** How far a topic goes. */
  public void end(Client client, String topic, LongConsumer answer) {
    ask(client, () -> topic(topic).end(), answer::accept);
  }

  /** A question and its answer; without one of them nothing is ever heard. */
  private <T> void ask(Client client, java.util.function.Supplier<T> question, Consumer<T> answer) {
    agenda.in(
        client.up().delayNanos(agenda.nowNanos()),
        () -> {
          if (client.isAlive() && hears(client)) {
            T found = question.get();
            agenda.in(
                client.down().delayNanos(agenda.nowNanos()),
                () -> {
                  if (reaches(client)) {
                    client.run(() -> answer.accept(found));
                  }
                });
          }
        });
  }

  /** Stores a batch, all of it or nothing. */
  boolean store(String node, long epoch, List<Entry> batch) {
    if (epoch < fences.getOrDefault(node, 0L)) {
      return false;
    }
    for (Entry entry : new ArrayList<>(batch)) {
      stored.accept(entry.topic(), topic(entry.topic()).append(entry.key(), entry.value()));
    }
    return true;
  }
}
