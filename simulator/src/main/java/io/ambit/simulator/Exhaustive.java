package io.ambit.simulator;

import io.ambit.simulator.search.Schedule;
import io.ambit.simulator.search.Situation;
import io.ambit.simulator.search.SmallScope;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The search of small scope as a person runs it. */
final class Exhaustive {
  private static final long TELL_NANOS = 10_000_000_000L;

  private Exhaustive() {}

  /** Searches all situations; returns whether nothing was violated and nothing left out. */
  static boolean run(int depth, long minutes) {
    long startNanos = System.nanoTime();
    long untilNanos = startNanos + minutes * 60_000_000_000L;
    boolean well = true;
    long sum = 0;
    for (Situation situation : Situation.values()) {
      AtomicLong toldNanos = new AtomicLong(System.nanoTime());
      SmallScope.Result result =
          SmallScope.search(
              situation, depth, untilNanos, played -> progress(situation, played, toldNanos));
      sum += result.schedules();
      System.out.printf(
          Locale.ROOT,
          "%-22s %9d schedules of up to %d departures%s, %.0f s so far%n",
          situation.title(),
          result.schedules(),
          depth,
          result.complete() ? "" : ", not all there are",
          seconds(startNanos));
      well &= result.complete() & tell(result.found());
    }
    System.out.printf("%d schedules in all%n", sum);
    return well;
  }

  /** Plays one schedule; returns whether nothing was violated. */
  static boolean replay(Schedule schedule) {
    boolean well = tell(SmallScope.replay(schedule));
    if (well) {
      System.out.println("nothing is violated by " + schedule);
    }
    return well;
  }

  private static boolean tell(SmallScope.@Nullable Found found) {
    if (found != null) {
      System.out.printf("VIOLATED %s%nreplay: %s%n", found.message(), found.replay());
    }
    return found == null;
  }

  private static void progress(Situation situation, long played, AtomicLong toldNanos) {
    long told = toldNanos.get();
    long now = System.nanoTime();
    if (now - told > TELL_NANOS && toldNanos.compareAndSet(told, now)) {
      System.err.printf("%s: %d schedules%n", situation.title(), played);
    }
  }

  private static double seconds(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }
}
