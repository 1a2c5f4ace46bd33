package io.ambit.simulator.search;

import io.ambit.simulator.invariant.Violation;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Plays every schedule of the small situations with at most so many deviations from the usual
 * course, each once: the search is that of a scheduler whose choices are bounded (Musuvathi and
 * Qadeer, Iterative Context Bounding, PLDI 2007), with messages lost, doubled and late, and
 * processes killed, moved, stopped, paused and cut off one way as the choices. Schedules are played
 * from the beginning, since the real cores cannot be copied; so no two states are compared, and
 * none is taken for another.
 *
 * <p>It is exhaustive within its bounds and says nothing beyond them.
 */
public final class SmallScope {
  /**
   * What was found.
   *
   * @param schedules how many were played
   * @param complete whether that is all of them
   */
  public record Result(long schedules, boolean complete, @Nullable Found found) {}

  /** A schedule that violates something, with no deviation that it does not need. */
  public record Found(Schedule schedule, String invariant, String message) {
    public String replay() {
      return "./dev sim --exhaustive --schedule " + schedule;
    }
  }

  private static final long HOUR_NANOS = 3_600_000_000_000L;

  private final long untilNanos;
  private final LongConsumer progress;
  private final AtomicLong schedules = new AtomicLong();
  private final AtomicReference<@Nullable Found> found = new AtomicReference<>();

  private SmallScope(long untilNanos, LongConsumer progress) {
    this.untilNanos = untilNanos;
    this.progress = progress;
  }

  /**
   * Searches one situation, on all cores.
   *
   * @param depth the most deviations
   * @param untilNanos no schedule is begun after that, on the JVM's clock
   * @param progress hears how many schedules were played, from any thread
   */
  public static Result search(
      Situation situation, int depth, long untilNanos, LongConsumer progress) {
    SmallScope search = new SmallScope(untilNanos, progress);
    Schedule usual = Schedule.usual(situation);
    List<Deviation> first = search.play(usual);
    if (depth > 0) {
      first.parallelStream().forEach(each -> search.explore(usual.with(each), depth - 1));
    }
    return new Result(search.schedules.get(), !search.isOver(), search.found.get());
  }

  /** Plays one schedule; what it violates, if anything. */
  public static @Nullable Found replay(Schedule schedule) {
    SmallScope search = new SmallScope(System.nanoTime() + HOUR_NANOS, count -> {});
    search.play(schedule);
    return search.found.get();
  }

  private void explore(Schedule schedule, int depth) {
    if (isOver()) {
      return;
    }
    List<Deviation> next = play(schedule);
    if (depth > 0) {
      next.forEach(each -> explore(schedule.with(each), depth - 1));
    }
  }

  private List<Deviation> play(Schedule schedule) {
    progress.accept(schedules.incrementAndGet());
    try {
      return Attempt.play(schedule);
    } catch (Violation violation) {
      found.compareAndSet(null, least(schedule, violation));
      return List.of();
    }
  }

  private boolean isOver() {
    return found.get() != null || System.nanoTime() - untilNanos > 0;
  }

  private static Found least(Schedule schedule, Violation violation) {
    for (int i = 0; i < schedule.deviations().size(); i++) {
      Schedule fewer = schedule.without(i);
      try {
        Attempt.play(fewer);
      } catch (Violation still) {
        return least(fewer, still);
      }
    }
    return new Found(schedule, violation.invariant(), String.valueOf(violation.getMessage()));
  }
}
