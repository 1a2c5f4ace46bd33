package io.ambit.stack.drill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What writers met while a home moved.
 *
 * @param done moves that ended at their target
 * @param aborted moves that went back
 * @param turnedDown writes that the store refused for their token, and that were admitted again
 * @param moved how each move ended, in order
 */
record HomeFigures(
    int done, int aborted, long turnedDown, List<Moved> moved, List<HomeWriter.Write> all) {
  private static final double NANOS_PER_MILLI = 1e6;

  HomeFigures {
    moved = List.copyOf(moved);
    all = List.copyOf(all);
  }

  /** At {@code nanos} the arbiter had said that writes are admitted under {@code epoch} alone. */
  record Moved(long epoch, long nanos) {}

  /** All writes that were admitted under one token. */
  private record Reign(long token, List<HomeWriter.Write> writes) {
    HomeWriter.Write first() {
      return first(HomeWriter.Write::answeredNanos);
    }

    HomeWriter.Write lastAsked() {
      return first(write -> -write.askedNanos());
    }

    HomeWriter.Write lastAnswered() {
      return first(write -> -write.answeredNanos());
    }

    private HomeWriter.Write first(ToLongFunction<HomeWriter.Write> by) {
      return writes.stream().min(Comparator.comparingLong(by)).orElseThrow();
    }

    long regions() {
      return writes.stream().map(HomeWriter.Write::region).distinct().count();
    }
  }

  /** Whether nothing was seen that must not be, where no region is lost. */
  boolean holds() {
    return isFenced() && failed() == 0;
  }

  /** Whether no two regions admitted at once. */
  boolean isFenced() {
    return twoRegions() == 0 && overlaps() == 0 && outdated() == 0;
  }

  /** Tokens under which more than one region admitted. */
  private long twoRegions() {
    return reigns().stream().filter(reign -> reign.regions() > 1).count();
  }

  /** Tokens under which something was asked for and admitted after the next one had begun. */
  private long overlaps() {
    List<Reign> reigns = reigns();
    long overlaps = 0;
    for (int i = 1; i < reigns.size(); i++) {
      long next = reigns.get(i).first().answeredNanos();
      overlaps += reigns.get(i - 1).lastAsked().askedNanos() - next > 0 ? 1 : 0;
    }
    return overlaps;
  }

  /** Writes asked for and admitted under an older token after the arbiter said a move was done. */
  private long outdated() {
    return all.stream()
        .filter(HomeWriter.Write::success)
        .filter(
            write ->
                moved.stream()
                    .anyMatch(m -> write.askedNanos() - m.nanos() > 0 && write.token() < m.epoch()))
        .count();
  }

  private long failed() {
    return all.stream().filter(write -> !write.success()).count();
  }

  private List<Reign> reigns() {
    SortedMap<Long, List<HomeWriter.Write>> byToken = new TreeMap<>();
    for (HomeWriter.Write write : all) {
      if (write.success()) {
        byToken.computeIfAbsent(write.token(), token -> new ArrayList<>()).add(write);
      }
    }
    return byToken.entrySet().stream().map(e -> new Reign(e.getKey(), e.getValue())).toList();
  }

  /** From the last write that was admitted under a token to the first under the next. */
  private long[] gaps() {
    List<Reign> reigns = reigns();
    long[] gaps = new long[Math.max(0, reigns.size() - 1)];
    Arrays.setAll(
        gaps,
        i ->
            reigns.get(i + 1).first().answeredNanos()
                - reigns.get(i).lastAnswered().answeredNanos());
    return gaps;
  }

  List<String> lines() {
    long[] waits =
        all.stream().mapToLong(write -> write.answeredNanos() - write.beganNanos()).toArray();
    return List.of(
        "moves: %d done, %d given up".formatted(done, aborted),
        "writes: %d, of which %d failed for their users; %d were late and turned down by the store"
            .formatted(all.size(), failed(), turnedDown),
        "tokens: %d; %d under which two regions admitted, %d that admitted after the next"
            .formatted(reigns().size(), twoRegions(), overlaps()),
        "writes admitted under an older token after the arbiter had said the move was done: "
            + outdated(),
        "writes held up, from the last under a token to the first under the next: "
            + spread(gaps()),
        "a write, from asking to its admission: " + spread(waits));
  }

  static String spread(long[] nanos) {
    if (nanos.length == 0) {
      return "none";
    }
    Arrays.sort(nanos);
    return String.format(
        Locale.ROOT,
        "p50 %.1f ms, p99 %.1f ms, longest %.1f ms",
        at(nanos, 0.5),
        at(nanos, 0.99),
        at(nanos, 1));
  }

  private static double at(long[] sorted, double quantile) {
    return sorted[Math.min(sorted.length - 1, (int) (quantile * sorted.length))] / NANOS_PER_MILLI;
  }
}
