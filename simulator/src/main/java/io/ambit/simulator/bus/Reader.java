package io.ambit.simulator.bus;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One process reading one topic from some moment on: in order and all of it, later if the link is
 * cut, and some of it twice when told to. A loose reader promises nothing: each record by itself
 * may be lost, doubled and late, which is more than a log would do to anybody.
 */
public final class Reader {
  private static final long RETRY_NANOS = 50_000_000;
  private static final int REMEMBERED = 32;

  private record Due(Stored record, long atNanos) {}

  private final Broker broker;
  private final Client client;
  private final Predicate<String> keys;
  private final Consumer<Stored> handler;
  private final boolean loose;
  private final Deque<Due> waiting = new ArrayDeque<>();
  private final Deque<Stored> past = new ArrayDeque<>();
  private boolean pumping;

  private Reader(
      Broker broker,
      Client client,
      Predicate<String> keys,
      Consumer<Stored> handler,
      boolean loose) {
    this.broker = broker;
    this.client = client;
    this.keys = keys;
    this.handler = handler;
    this.loose = loose;
  }

  /** Reads records of matching keys that are stored from now on. */
  public static Reader fromNow(
      Broker broker,
      String topic,
      Client client,
      Predicate<String> keys,
      boolean loose,
      Consumer<Stored> handler) {
    Reader reader = new Reader(broker, client, keys, handler, loose);
    broker.topic(topic).read(reader);
    return reader;
  }

  /** Reads what is there as of now, then says so, then all that is stored later. */
  public static Reader fromBeginning(
      Broker broker, String topic, Client client, Consumer<Stored> handler, Runnable caughtUp) {
    Reader reader = new Reader(broker, client, key -> true, handler, false);
    TopicLog log = broker.topic(topic);
    for (Stored record : log.compacted()) {
      reader.offer(record);
    }
    log.read(reader);
    reader.offer(new Stored(CAUGHT_UP, caughtUp, -1));
    return reader;
  }

  private static final String CAUGHT_UP = "";

  boolean isAlive() {
    return client.isAlive();
  }

  /** Reads the last records again, as after a rebalance without a commit. */
  public void rewind() {
    for (Stored record : past.stream().toList()) {
      offer(record);
    }
  }

  void offer(Stored record) {
    boolean marker = record.offset() < 0;
    if (!marker && !keys.test(record.key())) {
      return;
    }
    long now = broker.agenda().nowNanos();
    if (loose) {
      for (long delay : client.down().copies(now)) {
        broker.agenda().in(delay, () -> arriveLoose(record));
      }
      return;
    }
    waiting.add(new Due(record, now + client.down().delayNanos(now)));
    pump();
  }

  private void arriveLoose(Stored record) {
    if (broker.reaches(client)) {
      client.run(() -> handler.accept(record));
    }
  }

  private void pump() {
    Due next = waiting.peekFirst();
    if (pumping || next == null) {
      return;
    }
    pumping = true;
    long now = broker.agenda().nowNanos();
    broker.agenda().at(Math.max(now, next.atNanos()), this::deliver);
  }

  private void deliver() {
    pumping = false;
    if (!client.isAlive()) {
      waiting.clear();
      return;
    }
    long now = broker.agenda().nowNanos();
    if (!broker.reaches(client)) {
      pumping = true;
      broker.agenda().in(RETRY_NANOS, this::deliver);
      return;
    }
    while (!waiting.isEmpty() && waiting.getFirst().atNanos() <= now) {
      Stored record = waiting.removeFirst().record();
      client.run(() -> hand(record));
    }
    pump();
  }

  private void hand(Stored record) {
    if (record.offset() < 0 && record.value() instanceof Runnable caughtUp) {
      caughtUp.run();
      return;
    }
    past.addLast(record);
    if (past.size() > REMEMBERED) {
      past.removeFirst();
    }
    handler.accept(record);
  }
}
