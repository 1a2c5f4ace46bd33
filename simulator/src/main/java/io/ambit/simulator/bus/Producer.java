package io.ambit.simulator.bus;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Appends batches in order, each all or nothing, trying again until it is too late. It writes for
 * one node in one epoch; a later epoch shuts it out for good.
 */
public final class Producer {
  private static final long RETRY_NANOS = 50_000_000;

  /** At most so many batches wait; more are of unknown outcome at once. */
  private static final int MOST_WAITING = 1_024;

  private final class Batch {
    final List<Entry> entries;
    final Consumer<Outcome> done;
    final long deadlineNanos;
    final long arrivesNanos;

    Batch(List<Entry> entries, Consumer<Outcome> done, long deadlineNanos, long arrivesNanos) {
      this.entries = entries;
      this.done = done;
      this.deadlineNanos = deadlineNanos;
      this.arrivesNanos = arrivesNanos;
    }
  }

  private final Broker broker;
  private final Client client;
  private final String node;
  private final long epoch;
  private final long patienceNanos;
  private final Deque<Batch> waiting = new ArrayDeque<>();
  private boolean pumping;

  public Producer(Broker broker, Client client, String node, long epoch, long patienceNanos) {
    this.broker = broker;
    this.client = client;
    this.node = node;
    this.epoch = epoch;
    this.patienceNanos = patienceNanos;
  }

  /** A producer that writes for nobody in particular and is never fenced. */
  public static Producer plain(Broker broker, Client client, long patienceNanos) {
    return new Producer(broker, client, "", Long.MAX_VALUE, patienceNanos);
  }

  public void send(List<Entry> entries, Consumer<Outcome> done) {
    long now = broker.agenda().nowNanos();
    if (waiting.size() >= MOST_WAITING) {
      done.accept(Outcome.UNKNOWN);
      return;
    }
    waiting.add(new Batch(entries, done, now + patienceNanos, now + client.up().delayNanos(now)));
    pump();
  }

  /** Sends one message as loosely as its link does: lost, doubled, late. Nothing is heard of it. */
  public void cast(Entry entry) {
    for (long delay : client.up().copies(broker.agenda().nowNanos())) {
      broker
          .agenda()
          .in(
              delay,
              () -> {
                if (broker.hears(client)) {
                  broker.store(node, epoch, List.of(entry));
                }
              });
    }
  }

  private void pump() {
    Batch next = waiting.peekFirst();
    if (!pumping && next != null) {
      pumping = true;
      long now = broker.agenda().nowNanos();
      broker.agenda().at(Math.max(now, next.arrivesNanos), this::arrive);
    }
  }

  private void arrive() {
    pumping = false;
    long now = broker.agenda().nowNanos();
    if (!client.isAlive()) {
      waiting.clear();
      return;
    }
    while (!waiting.isEmpty() && waiting.getFirst().arrivesNanos <= now) {
      Batch batch = waiting.getFirst();
      if (broker.hears(client)) {
        waiting.removeFirst();
        boolean stored = broker.store(node, epoch, batch.entries);
        answer(batch, stored ? Outcome.STORED : Outcome.FENCED);
      } else if (now >= batch.deadlineNanos) {
        waiting.removeFirst();
        client.run(() -> batch.done.accept(Outcome.UNKNOWN));
      } else {
        pumping = true;
        broker.agenda().in(RETRY_NANOS, this::arrive);
        return;
      }
    }
    pump();
  }

  /** The producer asks again until it hears the answer or gives up. */
  private void answer(Batch batch, Outcome outcome) {
    long now = broker.agenda().nowNanos();
    broker
        .agenda()
        .in(
            client.down().delayNanos(now),
            () -> {
              if (broker.reaches(client)) {
                client.run(() -> batch.done.accept(outcome));
              } else if (broker.agenda().nowNanos() >= batch.deadlineNanos) {
                client.run(() -> batch.done.accept(Outcome.UNKNOWN));
              } else {
                broker.agenda().in(RETRY_NANOS, () -> answer(batch, outcome));
              }
            });
  }
}
