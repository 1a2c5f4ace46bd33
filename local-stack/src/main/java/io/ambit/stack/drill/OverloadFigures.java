package io.ambit.stack.drill;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * What users of one edge met who asked it between two moments.
 *
 * @param fromNanos the first
 * @param toNanos the second, after it
 * @param all those requests, others left out
 */
record OverloadFigures(long fromNanos, long toNanos, List<OverloadLoad.Request> all) {
  static final long MOMENT_NANOS = 10_000_000;

  private static final double NANOS = 1e9;
  private static final Predicate<OverloadLoad.Request> IS_SERVED =
      each -> each.fate() == OverloadLoad.Fate.SERVED;

  OverloadFigures {
    all =
        all.stream()
            .filter(each -> each.askedNanos() - fromNanos >= 0 && each.askedNanos() - toNanos < 0)
            .sorted(Comparator.comparingLong(each -> each.askedNanos() - fromNanos))
            .toList();
  }

  double seconds() {
    return (toNanos - fromNanos) / NANOS;
  }

  /** Of those asked for in this time, how many were served in time, per second. */
  double goodputPerSecond() {
    return count(each -> each.fate() == OverloadLoad.Fate.SERVED) / seconds();
  }

  double askedPerSecond() {
    return all.size() / seconds();
  }

  /** The part of the critical ones that were served in time. */
  double criticalServed() {
    long critical = count(each -> each.priority().isCritical());
    long served =
        count(each -> each.priority().isCritical() && each.fate() == OverloadLoad.Fate.SERVED);
    return critical == 0 ? 1 : (double) served / critical;
  }

  /** The part of all that went to a backend. */
  double shareOf(String backend) {
    return all.isEmpty() ? 0 : (double) count(each -> backend.equals(each.backend())) / all.size();
  }

  /** How many went to a backend, per second. */
  double sentPerSecond(String backend) {
    return count(each -> backend.equals(each.backend())) / seconds();
  }

  long count(Predicate<OverloadLoad.Request> which) {
    return all.stream().filter(which).count();
  }

  /**
   * Pairs of requests that were both decided in the same moment, of which the one that matters more
   * was shed for overload and the other was sent. What was decided longer apart than a moment was
   * decided under another pressure, as far as its users can tell.
   */
  long inversions() {
    long inversions = 0;
    Deque<OverloadLoad.Request> open = new ArrayDeque<>();
    for (OverloadLoad.Request each : all) {
      open.removeIf(before -> before.decidedNanos() - each.askedNanos() < 0);
      inversions +=
          open.stream().filter(other -> isInverted(each, other) || isInverted(other, each)).count();
      open.add(each);
    }
    return inversions;
  }

  private static boolean isInverted(OverloadLoad.Request greater, OverloadLoad.Request lesser) {
    long first = Math.min(greater.askedNanos() - lesser.askedNanos(), 0) + lesser.askedNanos();
    return greater.decidedNanos() - first <= MOMENT_NANOS
        && lesser.decidedNanos() - first <= MOMENT_NANOS
        && greater.priority().compareTo(lesser.priority()) < 0
        && greater.fate() == OverloadLoad.Fate.SHED
        && lesser.backend() != null;
  }

  /** One line for each priority. */
  List<String> byPriority() {
    return List.of(Priority.values()).stream().map(this::line).toList();
  }

  /** Why those were not sent that were not shed for overload either, and how many; in a line. */
  String otherwise() {
    SortedMap<String, Integer> reasons = new TreeMap<>();
    for (OverloadLoad.Request each : all) {
      if (each.fate() == OverloadLoad.Fate.OTHERWISE) {
        reasons.merge(each.reason().isEmpty() ? "undecided" : each.reason(), 1, Integer::sum);
      }
    }
    return "  otherwise: " + (reasons.isEmpty() ? "none" : reasons);
  }

  /** How long decisions took, and those backends that served. */
  String times() {
    return String.format(
        Locale.ROOT,
        "  a decision p50 %.1f ms p99 %.1f ms; a backend that serves p50 %.1f ms p99 %.1f ms",
        millis(sorted(each -> true, each -> each.decidedNanos() - each.askedNanos()), 0.5),
        millis(sorted(each -> true, each -> each.decidedNanos() - each.askedNanos()), 0.99),
        millis(sorted(IS_SERVED, each -> each.endedNanos() - each.decidedNanos()), 0.5),
        millis(sorted(IS_SERVED, each -> each.endedNanos() - each.decidedNanos()), 0.99));
  }

  private long[] sorted(
      Predicate<OverloadLoad.Request> which, ToLongFunction<OverloadLoad.Request> nanos) {
    return all.stream().filter(which).mapToLong(nanos).sorted().toArray();
  }

  private String line(Priority priority) {
    List<OverloadLoad.Request> those =
        all.stream().filter(each -> each.priority() == priority).toList();
    long[] fates = new long[OverloadLoad.Fate.values().length];
    those.forEach(each -> fates[each.fate().ordinal()]++);
    long[] tookNanos =
        those.stream()
            .filter(each -> each.fate() == OverloadLoad.Fate.SERVED)
            .mapToLong(each -> each.endedNanos() - each.askedNanos())
            .sorted()
            .toArray();
    return String.format(
        Locale.ROOT,
        "  %-14s %5d asked %5d served %4d failed %5d shed %3d otherwise   p50 %4.0f ms p99 %4.0f ms",
        priority.word(),
        those.size(),
        fates[OverloadLoad.Fate.SERVED.ordinal()],
        fates[OverloadLoad.Fate.FAILED.ordinal()],
        fates[OverloadLoad.Fate.SHED.ordinal()],
        fates[OverloadLoad.Fate.OTHERWISE.ordinal()],
        millis(tookNanos, 0.5),
        millis(tookNanos, 0.99));
  }

  private static double millis(long[] sorted, double quantile) {
    return sorted.length == 0
        ? 0
        : sorted[Math.min(sorted.length - 1, (int) (quantile * sorted.length))] / 1e6;
  }
}
