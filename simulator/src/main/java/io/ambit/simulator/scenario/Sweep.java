package io.ambit.simulator.scenario;

import io.ambit.simulator.fault.Fault;
import io.ambit.simulator.fault.Shrink;
import io.ambit.simulator.invariant.Violation;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Many seeds of chaos, on all cores, until one fails or time is over. */
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

  private Sweep() {}

  /** Runs seeds from {@code first} on, none begun after {@code untilNanos} of the JVM's clock. */
  public static Total run(long first, long seeds, int edges, long untilNanos) {
    AtomicBoolean failed = new AtomicBoolean();
    return LongStream.range(first, first + seeds)
        .parallel()
        .mapToObj(
            seed -> {
              if (failed.get() || System.nanoTime() - untilNanos > 0) {
                return NOTHING;
              }
              Total total = one(seed, edges);
              if (total.failure() != null) {
                failed.set(true);
              }
              return total;
            })
        .reduce(NOTHING, Total::plus);
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
