package io.ambit.simulator.home;

import io.ambit.model.WriteHome;
import io.ambit.simulator.engine.Dice;
import io.ambit.simulator.invariant.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Plays schedules by their seeds, and says what the first that fails is. */
public final class HomeSchedules {
  private static final long BATCH = 500;

  private HomeSchedules() {}

  /** How much happened: schedules in which nothing moves show nothing. */
  public static final class Tally {
    long schedules;
    long faults;
    long fenced;
    long settled;
    long aborted;
    long admitted;
    long accepted;
    long refused;

    void recorded(WriteHome home) {
      switch (home.state()) {
        case FENCING -> fenced++;
        case STABLE -> settled += home.isUnsettled() ? 0 : 1;
        case ABORTED -> aborted++;
        case CATCHING_UP, ACTIVATING -> {
          // Between a fence and an end.
        }
      }
    }

    Tally plus(Tally other) {
      Tally sum = new Tally();
      sum.schedules = schedules + other.schedules;
      sum.faults = faults + other.faults;
      sum.fenced = fenced + other.fenced;
      sum.settled = settled + other.settled;
      sum.aborted = aborted + other.aborted;
      sum.admitted = admitted + other.admitted;
      sum.accepted = accepted + other.accepted;
      sum.refused = refused + other.refused;
      return sum;
    }

    public long schedules() {
      return schedules;
    }

    /** All of it in one number, the same whenever the same schedules are played. */
    public long hash() {
      long hash = 0;
      for (long each :
          new long[] {schedules, faults, fenced, settled, aborted, admitted, accepted, refused}) {
        hash = Dice.mix(hash ^ each);
      }
      return hash;
    }

    /** Restarts, take-overs, pauses and cuts. */
    public long faults() {
      return faults;
    }

    /** Moves that held writes up. */
    public long fenced() {
      return fenced;
    }

    public long settled() {
      return settled;
    }

    public long aborted() {
      return aborted;
    }

    public long admitted() {
      return admitted;
    }

    /** Writes that the store took, and that it refused for their epoch. */
    public long accepted() {
      return accepted;
    }

    public long refused() {
      return refused;
    }
  }

  /** A schedule in which something did not hold. */
  public record Failure(long seed, Violation violation) {}

  /** What came of some. */
  public record Result(Tally tally, @Nullable Failure failure) {
    /** The first that failed. */
    public Optional<Failure> failed() {
      return Optional.ofNullable(failure);
    }
  }

  /** Plays {@code count} schedules from {@code first} on, on all processors, until one fails. */
  public static Result play(long first, long count, HomeRules rules) {
    AtomicBoolean failed = new AtomicBoolean();
    List<Result> results =
        LongStream.range(0, (count + BATCH - 1) / BATCH)
            .parallel()
            .mapToObj(
                batch ->
                    failed.get()
                        ? new Result(new Tally(), null)
                        : batch(
                            first + batch * BATCH,
                            Math.min(BATCH, count - batch * BATCH),
                            rules,
                            failed))
            .toList();
    Tally sum = new Tally();
    List<Failure> failures = new ArrayList<>();
    for (Result each : results) {
      sum = sum.plus(each.tally());
      each.failed().ifPresent(failures::add);
    }
    return new Result(sum, failures.isEmpty() ? null : failures.getFirst());
  }

  private static Result batch(long first, long count, HomeRules rules, AtomicBoolean failed) {
    Tally tally = new Tally();
    for (long seed = first; seed < first + count; seed++) {
      try {
        new HomeWorld(seed, rules, tally).run();
      } catch (Violation violation) {
        failed.set(true);
        return new Result(tally, new Failure(seed, violation));
      }
    }
    return new Result(tally, null);
  }
}
