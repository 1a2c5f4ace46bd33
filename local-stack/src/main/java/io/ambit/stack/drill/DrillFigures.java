package io.ambit.stack.drill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * What users of a lost region met, second by second and request by request.
 *
 * @param home the region that is lost
 * @param lostNanos when it was
 * @param recoveredNanos when it was well again
 * @param endNanos when nobody looked any more
 */
record DrillFigures(
    String home, long lostNanos, long recoveredNanos, long endNanos, List<DrillClient.Served> all) {
  private static final double NANOS = 1e9;
  private static final long BUCKET_NANOS = 100_000_000;

  /** The part that is counted as all. */
  private static final double NEARLY_ALL = 0.99;

  DrillFigures {
    all = List.copyOf(all);
  }

  /** One tenth of a second of requests as they were first sent. */
  private record Bucket(long sent, long away, long shed, long failed) {}

  /**
   * Seconds from the loss until a whole second began in which 99 % of requests left; -1 if none.
   */
  double redirectedAfterSeconds() {
    long end = (recoveredNanos - lostNanos) / BUCKET_NANOS;
    for (long at = 0; at + 10 <= end; at++) {
      long from = lostNanos + at * BUCKET_NANOS;
      Bucket second = between(from, from + 10 * BUCKET_NANOS);
      if (second.sent() > 0 && second.away() >= NEARLY_ALL * second.sent()) {
        return at * BUCKET_NANOS / NANOS;
      }
    }
    return -1;
  }

  /** Seconds from recovery until all requests of a second stayed again; -1 if never. */
  double homeAfterSeconds() {
    for (long from = recoveredNanos; from + 10 * BUCKET_NANOS <= endNanos; from += BUCKET_NANOS) {
      Bucket second = between(from, from + 10 * BUCKET_NANOS);
      if (second.sent() > 0 && second.away() == 0 && second.shed() == 0) {
        return (from - recoveredNanos) / NANOS;
      }
    }
    return -1;
  }

  /** From a request's first failure to the answer that sent it elsewhere, in milliseconds. */
  double redirectMillis(double quantile) {
    return at(redirectNanos().sorted().toArray(), quantile);
  }

  long redirected() {
    return redirectNanos().count();
  }

  long lostForUsers() {
    return all.stream()
        .filter(each -> each.beganNanos() - lostNanos >= 0 && !each.success())
        .count();
  }

  /** All in one line. */
  String line() {
    return String.format(
        Locale.ROOT,
        "elsewhere from %.1f s on; %d redirected, p50 %.1f ms, p99 %.1f ms; %d failed; home from"
            + " %.1f s on",
        redirectedAfterSeconds(),
        redirected(),
        redirectMillis(0.5),
        redirectMillis(0.99),
        lostForUsers(),
        homeAfterSeconds());
  }

  /** What all rounds came to. */
  static List<String> summary(List<DrillFigures> rounds) {
    double[] elsewhere =
        rounds.stream().mapToDouble(DrillFigures::redirectedAfterSeconds).sorted().toArray();
    double[] home = rounds.stream().mapToDouble(DrillFigures::homeAfterSeconds).sorted().toArray();
    long[] redirects =
        rounds.stream().flatMapToLong(DrillFigures::redirectNanos).sorted().toArray();
    return List.of(
        "region lost %d times".formatted(rounds.size()),
        String.format(
            Locale.ROOT,
            "99 %% of a second's requests go elsewhere: from %.1f s after the loss on (median),"
                + " %.1f s (longest; -1 is never)",
            at(elsewhere, 0.5),
            elsewhere[0] < 0 ? -1 : at(elsewhere, 1)),
        String.format(
            Locale.ROOT,
            "a request that failed was sent elsewhere: %d of them, p50 %.1f ms, p99 %.1f ms after"
                + " its failure",
            redirects.length,
            at(redirects, 0.5),
            at(redirects, 0.99)),
        "requests that failed for their users: %d of %d sent while it was lost"
            .formatted(
                rounds.stream().mapToLong(DrillFigures::lostForUsers).sum(),
                rounds.stream().mapToLong(DrillFigures::sentWhileLost).sum()),
        String.format(
            Locale.ROOT,
            "all of a second's requests stay again: from %.1f s after recovery on (median),"
                + " %.1f s (longest)",
            at(home, 0.5),
            at(home, 1)));
  }

  private static double at(double[] sorted, double quantile) {
    return sorted[Math.min(sorted.length - 1, (int) (quantile * sorted.length))];
  }

  private static double at(long[] sorted, double quantile) {
    return sorted.length == 0
        ? 0
        : sorted[Math.min(sorted.length - 1, (int) (quantile * sorted.length))] / 1e6;
  }

  private LongStream redirectNanos() {
    return all.stream().mapToLong(DrillClient.Served::redirectNanos).filter(nanos -> nanos > 0);
  }

  private long sentWhileLost() {
    return all.stream()
        .filter(each -> each.beganNanos() - lostNanos >= 0)
        .filter(each -> each.beganNanos() - recoveredNanos < 0)
        .count();
  }

  /** One line for each half second around the loss and after recovery. */
  List<String> timeline() {
    List<String> lines = new ArrayList<>();
    lines.add("   from s    sent   stay   away   shed  failed");
    for (long from = lostNanos - 10 * BUCKET_NANOS; from < endNanos; from += 5 * BUCKET_NANOS) {
      Bucket half = between(from, from + 5 * BUCKET_NANOS);
      lines.add(
          String.format(
              Locale.ROOT,
              "%9.1f %7d %6d %6d %6d %7d%s",
              (from - lostNanos) / NANOS,
              half.sent(),
              half.sent() - half.away() - half.shed(),
              half.away(),
              half.shed(),
              half.failed(),
              mark(from)));
    }
    return lines;
  }

  private String mark(long from) {
    if (Math.abs(from - lostNanos) < BUCKET_NANOS) {
      return "  <- the region is lost";
    }
    boolean recovers = from <= recoveredNanos && recoveredNanos < from + 5 * BUCKET_NANOS;
    return recovers ? "  <- and is well again" : "";
  }

  private Bucket between(long from, long to) {
    long[] counts = new long[4];
    for (DrillClient.Served each : all) {
      if (each.beganNanos() - from >= 0 && each.beganNanos() - to < 0) {
        String first = each.firstRegion();
        counts[0]++;
        counts[1] += first != null && !first.equals(home) ? 1 : 0;
        counts[2] += first == null ? 1 : 0;
        counts[3] += each.success() ? 0 : 1;
      }
    }
    long[] read = Arrays.copyOf(counts, counts.length);
    return new Bucket(read[0], read[1], read[2], read[3]);
  }
}
