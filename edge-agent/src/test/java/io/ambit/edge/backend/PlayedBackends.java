package io.ambit.edge.backend;

import io.ambit.backend.Backend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Backends with one queue each, under requests that come at random and are sent where a {@link
 * Pool} says: a discrete-event simulation in virtual time.
 */
final class PlayedBackends {
  static final long SECOND = 1_000_000_000;
  private static final long TICK_NANOS = SECOND / 20;

  private final Random dice;
  private final Pool pool;
  private final Map<String, Behaviour> behaviours = new TreeMap<>();
  private final PriorityQueue<Ending> endings =
      new PriorityQueue<>(Comparator.comparingLong(Ending::atNanos));
  private long nowNanos;
  private long nextTickNanos = TICK_NANOS;

  /** What one does: so many workers, so long each, and this part of it fails at once. */
  private static final class Behaviour {
    final int workers;
    double serviceSeconds;
    double failing;
    final PriorityQueue<Long> busyUntil = new PriorityQueue<>();

    Behaviour(int workers, double serviceSeconds) {
      this.workers = workers;
      this.serviceSeconds = serviceSeconds;
    }
  }

  private record Ending(long atNanos, String id, long tookNanos, boolean success) {}

  /** What a stretch of time came to. */
  static final class Tally {
    final Map<String, Integer> sent = new TreeMap<>();
    int all;
    int nowhere;
    int failed;

    double share(String id) {
      return (double) sent.getOrDefault(id, 0) / all;
    }
  }

  PlayedBackends(long seed, String zone) {
    this.dice = new Random(seed);
    this.pool = new Pool("default", zone, 0);
  }

  Pool pool() {
    return pool;
  }

  /** Has these backends, each {@code id} or {@code id@zone}, with 10 workers of 10 ms. */
  PlayedBackends with(String... names) {
    List<Backend> backends = new ArrayList<>();
    for (String name : names) {
      String[] parts = name.split("@", 2);
      String zone = parts.length > 1 ? parts[1] : "";
      backends.add(new Backend("default", parts[0], "http://127.0.0.1:1", zone, 0, ""));
      behaviours.putIfAbsent(parts[0], new Behaviour(10, 0.01));
    }
    pool.people(nowNanos, backends);
    return this;
  }

  PlayedBackends failing(String id, double part) {
    behaviour(id).failing = part;
    return this;
  }

  PlayedBackends taking(String id, double seconds) {
    behaviour(id).serviceSeconds = seconds;
    return this;
  }

  private Behaviour behaviour(String id) {
    Behaviour behaviour = behaviours.get(id);
    if (behaviour == null) {
      throw new AssertionError(id);
    }
    return behaviour;
  }

  /** Lets so much time pass under so many requests. */
  Tally play(double seconds, double perSecond) {
    Tally tally = new Tally();
    long end = nowNanos + (long) (seconds * SECOND);
    long arrival = nowNanos + gap(perSecond);
    while (true) {
      long ending = endings.isEmpty() ? Long.MAX_VALUE : endings.peek().atNanos();
      nowNanos = Math.min(Math.min(arrival, ending), nextTickNanos);
      if (nowNanos >= end) {
        nowNanos = end;
        return tally;
      }
      if (nowNanos == nextTickNanos) {
        pool.learn(nowNanos);
        nextTickNanos += TICK_NANOS;
      } else if (nowNanos == ending) {
        tell(endings.remove(), tally);
      } else {
        send(tally);
        arrival = nowNanos + gap(perSecond);
      }
    }
  }

  private void send(Tally tally) {
    tally.all++;
    Member member = pool.pick(dice.nextLong());
    if (member == null) {
      tally.nowhere++;
      return;
    }
    String id = member.backend().id();
    tally.sent.merge(id, 1, Integer::sum);
    member.begin(nowNanos);
    endings.add(serve(id, behaviour(id)));
  }

  private Ending serve(String id, Behaviour behaviour) {
    if (dice.nextDouble() < behaviour.failing) {
      return new Ending(nowNanos + SECOND / 1_000, id, SECOND / 1_000, false);
    }
    Long free = behaviour.busyUntil.size() < behaviour.workers ? null : behaviour.busyUntil.poll();
    long start = free == null ? nowNanos : Math.max(nowNanos, free);
    double service = -Math.log(1 - dice.nextDouble()) * behaviour.serviceSeconds;
    long done = start + (long) (service * SECOND);
    behaviour.busyUntil.add(done);
    return new Ending(done, id, done - nowNanos, true);
  }

  private void tell(Ending ending, Tally tally) {
    tally.failed += ending.success() ? 0 : 1;
    pool.end(nowNanos, new Outcome(null, ending.id(), ending.tookNanos(), ending.success()));
  }

  private long gap(double perSecond) {
    return (long) (-Math.log(1 - dice.nextDouble()) / perSecond * SECOND);
  }

  @Nullable Member pick() {
    return pool.pick(dice.nextLong());
  }
}
