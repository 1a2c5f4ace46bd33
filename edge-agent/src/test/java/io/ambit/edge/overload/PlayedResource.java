package io.ambit.edge.overload;

import io.ambit.model.Priority;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * A resource with so many workers and a queue without end, under requests that come at random: a
 * discrete-event simulation in virtual time, the edge's real classes in front of it.
 */
final class PlayedResource {
  static final long SECOND = 1_000_000_000;
  private static final long TICK_NANOS = 50_000_000;

  private final Random dice;
  private final Guard guard;
  private final int workers;
  private final PriorityQueue<Running> running =
      new PriorityQueue<>(Comparator.comparingLong(Running::endNanos));
  private final Deque<Long> queue = new ArrayDeque<>();
  private final PriorityQueue<Told> untold =
      new PriorityQueue<>(Comparator.comparingLong(Told::atNanos));
  private final Map<Priority, Double> offeredPerSecond = new EnumMap<>(Priority.class);
  private ToDoubleFunction<Random> serviceSeconds = random -> 0.01;
  private double slowness = 1;
  private double toldShare = 1;
  private long toldLateNanos;
  private long nowNanos;
  private long nextTickNanos = TICK_NANOS;

  /** What stands in front of the resource. */
  interface Guard {
    boolean sheds(Priority priority, double draw, long nowNanos);

    void shed(Priority priority);

    void begin(Priority priority, long nowNanos);

    void end(long nowNanos, long tookNanos);

    void tick(long nowNanos);
  }

  private record Running(long beganNanos, long endNanos) {}

  private record Told(long atNanos, long tookNanos) {}

  /** What a stretch of time came to. */
  static final class Outcome {
    final Map<Priority, long[]> byPriority = new EnumMap<>(Priority.class);
    double seconds;
    long done;
    double capacity;
    double[] latencies = new double[1_024];

    double doneShare() {
      return done / capacity;
    }

    double shedShare(Priority priority) {
      long[] counts = byPriority.getOrDefault(priority, new long[2]);
      return counts[0] == 0 ? 0 : (double) counts[1] / counts[0];
    }

    double latencySeconds(double quantile) {
      double[] sorted = Arrays.copyOf(latencies, (int) done);
      Arrays.sort(sorted);
      return sorted[(int) (sorted.length * quantile)];
    }

    private void note(double latency) {
      if (done == latencies.length) {
        latencies = Arrays.copyOf(latencies, latencies.length * 2);
      }
      latencies[(int) done++] = latency;
    }
  }

  PlayedResource(long seed, int workers, Guard guard) {
    this.dice = new Random(seed);
    this.workers = workers;
    this.guard = guard;
  }

  /** An edge's own protection. */
  static Guard guardedBy(Overload overload) {
    return new Guard() {
      @Override
      public boolean sheds(Priority priority, double draw, long nowNanos) {
        return overload.sheds(priority, draw, nowNanos);
      }

      @Override
      public void shed(Priority priority) {
        overload.shed(priority);
      }

      @Override
      public void begin(Priority priority, long nowNanos) {
        overload.begin(priority, nowNanos);
      }

      @Override
      public void end(long nowNanos, long tookNanos) {
        overload.end(nowNanos, tookNanos, true);
      }

      @Override
      public void tick(long nowNanos) {
        overload.learn(nowNanos);
      }
    };
  }

  long nowNanos() {
    return nowNanos;
  }

  PlayedResource serving(ToDoubleFunction<Random> seconds) {
    serviceSeconds = seconds;
    return this;
  }

  PlayedResource slower(double factor) {
    slowness = factor;
    return this;
  }

  PlayedResource offer(Priority priority, double perSecond) {
    offeredPerSecond.put(priority, perSecond);
    return this;
  }

  /** Callers tell what became of this part of their requests, so much later. */
  PlayedResource telling(double share, double lateSeconds) {
    toldShare = share;
    toldLateNanos = (long) (lateSeconds * SECOND);
    return this;
  }

  static double exponential(Random dice, double mean) {
    return -Math.log(1 - dice.nextDouble()) * mean;
  }

  static double logNormal(Random dice, double mean, double sigma) {
    return mean * Math.exp(sigma * dice.nextGaussian() - sigma * sigma / 2);
  }

  /** Lets so much time pass. */
  Outcome play(double seconds, double capacityPerSecond) {
    Outcome outcome = new Outcome();
    outcome.seconds = seconds;
    outcome.capacity = seconds * capacityPerSecond;
    double perSecond = offeredPerSecond.values().stream().mapToDouble(each -> each).sum();
    long end = nowNanos + (long) (seconds * SECOND);
    long arrival = nowNanos + gap(perSecond);
    while (true) {
      long done = running.isEmpty() ? Long.MAX_VALUE : running.peek().endNanos();
      long told = untold.isEmpty() ? Long.MAX_VALUE : untold.peek().atNanos();
      nowNanos = Math.min(Math.min(arrival, done), Math.min(told, nextTickNanos));
      if (nowNanos >= end) {
        nowNanos = end;
        return outcome;
      }
      if (nowNanos == nextTickNanos) {
        guard.tick(nowNanos);
        nextTickNanos += TICK_NANOS;
      } else if (nowNanos == told) {
        guard.end(nowNanos, untold.remove().tookNanos());
      } else if (nowNanos == done) {
        end(outcome, running.remove());
      } else {
        arrive(outcome, perSecond);
        arrival = nowNanos + gap(perSecond);
      }
    }
  }

  private long gap(double perSecond) {
    return perSecond == 0 ? Long.MAX_VALUE / 2 : (long) (exponential(dice, 1 / perSecond) * SECOND);
  }

  private void arrive(Outcome outcome, double perSecond) {
    Priority priority = draw(perSecond);
    long[] counts = outcome.byPriority.computeIfAbsent(priority, each -> new long[2]);
    counts[0]++;
    if (guard.sheds(priority, dice.nextDouble(), nowNanos)) {
      counts[1]++;
      guard.shed(priority);
      return;
    }
    guard.begin(priority, nowNanos);
    if (running.size() < workers) {
      serve(nowNanos);
    } else {
      queue.add(nowNanos);
    }
  }

  private void end(Outcome outcome, Running ended) {
    long took = nowNanos - ended.beganNanos();
    outcome.note((double) took / SECOND);
    if (dice.nextDouble() < toldShare) {
      untold.add(new Told(nowNanos + toldLateNanos, took));
    }
    if (!queue.isEmpty()) {
      serve(queue.remove());
    }
  }

  private void serve(long beganNanos) {
    double seconds = serviceSeconds.applyAsDouble(dice) * slowness;
    running.add(new Running(beganNanos, nowNanos + (long) (seconds * SECOND)));
  }

  private Priority draw(double perSecond) {
    double at = dice.nextDouble() * perSecond;
    for (Map.Entry<Priority, Double> each : offeredPerSecond.entrySet()) {
      at -= each.getValue();
      if (at < 0) {
        return each.getKey();
      }
    }
    return Priority.SHEDDABLE;
  }
}
