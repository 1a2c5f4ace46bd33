package io.ambit.simulator.scenario;

import io.ambit.simulator.fault.Fault;
import io.ambit.simulator.fault.Shrink;
import io.ambit.simulator.invariant.Violation;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Many seeds of chaos, on all cores, until one fails or time is over. Seeds are begun in order and
 * counted in order: what a sweep has come to at any time is an unbroken row of seeds, so it can be
 * stopped at any time and gone on with where it stopped.
 */
public final class Sweep {
  /**
   * What all of them came to.
   *
   * @param tight seeds that came within a tenth of the limit
   */
  public record Total(
      long seeds, long admitted, double nodeHours, long tight, @Nullable Failure failure) {
    Total plus(Total other) {
      return new Total(
          seeds + other.seeds,
          admitted + other.admitted,
          nodeHours + other.nodeHours,
          tight + other.tight,
          failure == null ? other.failure : failure);
    }
  }

  /** The first failure met. */
  public record Failure(long seed, int edges, String invariant, String message) {
    public String replay() {
      return "./dev sim --scenario chaos --seed %d --edges %d".formatted(seed, edges);
    }

    /** The fewest of its faults that still fail the same way. */
    public List<Fault> shrunk() {
      return Shrink.of(Chaos.faults(seed, edges), this::failsAlike);
    }

    private boolean failsAlike(List<Fault> faults) {
      try {
        Chaos.run(seed, edges, faults);
        return false;
      } catch (Violation violation) {
        return violation.invariant().equals(invariant);
      }
    }
  }

  private static final Total NOTHING = new Total(0, 0, 0, 0, null);

  private final int edges;
  private final long endSeed;
  private final long untilNanos;
  private final Consumer<Total> progress;

  /** Seeds that are done while an earlier one is not; at most one for each core. */
  private final SortedMap<Long, Total> ahead = new TreeMap<>();

  private Total total = NOTHING;
  private long nextToBegin;
  private long nextToCount;
  private boolean failed;

  private Sweep(long first, long seeds, int edges, long untilNanos, Consumer<Total> progress) {
    this.edges = edges;
    this.endSeed = first + seeds;
    this.untilNanos = untilNanos;
    this.progress = progress;
    this.nextToBegin = first;
    this.nextToCount = first;
  }

  /** Runs seeds from {@code first} on, none begun after {@code untilNanos} of the JVM's clock. */
  public static Total run(long first, long seeds, int edges, long untilNanos) {
    return run(first, seeds, edges, untilNanos, total -> {});
  }

  /**
   * The same, telling after each seed what the unbroken row of them came to.
   *
   * @param progress called by one thread at a time
   */
  public static Total run(
      long first, long seeds, int edges, long untilNanos, Consumer<Total> progress) {
    Sweep sweep = new Sweep(first, seeds, edges, untilNanos, progress);
    int cores = ForkJoinPool.commonPool().getParallelism() + 1;
    IntStream.range(0, cores).parallel().forEach(core -> sweep.work());
    return sweep.total();
  }

  private void work() {
    for (long seed = begin(); seed >= 0; seed = begin()) {
      count(seed, one(seed, edges));
    }
  }

  /** The next seed to run; -1 if none is to be begun any more. */
  private synchronized long begin() {
    boolean over = failed || nextToBegin >= endSeed || System.nanoTime() - untilNanos > 0;
    return over ? -1 : nextToBegin++;
  }

  private synchronized void count(long seed, Total one) {
    failed |= one.failure() != null;
    ahead.put(seed, one);
    while (!ahead.isEmpty() && ahead.firstKey() == nextToCount) {
      total = total.plus(ahead.remove(nextToCount++));
      progress.accept(total);
    }
  }

  private synchronized Total total() {
    return total;
  }

  private static Total one(long seed, int edges) {
    try {
      Chaos.Result result = Chaos.run(seed, edges);
      long tight = result.tightness() >= 0.9 ? 1 : 0;
      return new Total(1, result.admitted(), result.nodeHours(), tight, null);
    } catch (Violation violation) {
      Failure failure =
          new Failure(seed, edges, violation.invariant(), String.valueOf(violation.getMessage()));
      return new Total(1, 0, 0, 0, failure);
    } catch (RuntimeException bug) {
      return new Total(1, 0, 0, 0, new Failure(seed, edges, "NoBug", bug.toString()));
    }
  }
}
