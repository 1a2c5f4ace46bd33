package io.ambit.stack.rig;

import io.ambit.stack.load.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What became of every request at all edges, merged. A request was decided somewhere between its
 * sending and its answer, so a window certainly holds the admissions that were sent after its start
 * and answered before its end. Grows with the run, by some 50 bytes a request. Thread-safe.
 */
final class AdmitLog implements Consumer<Outcome> {
  /** Outcomes arrive in the order of their answers, but for what a busy machine mixes up. */
  private static final long OUT_OF_ORDER_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** So many requests without a decision are told of one by one. */
  private static final int EXPLAINED = 10;

  private static final long SLOWEST_MICROS = TimeUnit.MINUTES.toMicros(1);

  private final List<Request> admissions = new ArrayList<>();
  private final List<Undecided> undecided = new ArrayList<>();
  private final List<Request> unsent = new ArrayList<>();
  private final List<Request> excuses = new ArrayList<>();
  private final Histogram latenessMicros = new Histogram(SLOWEST_MICROS, 2);
  private final long originNanos;
  private long judgedFromNanos = Long.MIN_VALUE;
  private long offered;

  /** An admission, or a request without a decision, or a span in which an edge could not decide. */
  private record Request(String edge, long sentNanos, long answeredNanos) {
    boolean overlaps(Request other) {
      return edge.equals(other.edge)
          && sentNanos - other.answeredNanos <= 0
          && other.sentNanos - answeredNanos <= 0;
    }
  }

  /** A request without a decision, and why. */
  private record Undecided(Request request, String why) {}

  /**
   * Nothing yet.
   *
   * @param originNanos what times are told from
   */
  AdmitLog(long originNanos) {
    this.originNanos = originNanos;
  }

  @Override
  public synchronized void accept(Outcome outcome) {
    offered++;
    long micros = TimeUnit.NANOSECONDS.toMicros(outcome.sentNanos() - outcome.dueNanos());
    latenessMicros.recordValue(Math.clamp(micros, 0, SLOWEST_MICROS));
    Request request = new Request(outcome.edge(), outcome.sentNanos(), outcome.answeredNanos());
    switch (outcome.verdict()) {
      case ADMIT -> admissions.add(request);
      case FAILED -> undecided.add(new Undecided(request, why(outcome)));
      case NOT_SENT -> unsent.add(request);
      case SHED, SERVE_STALE -> {
        // Decided, and nothing admitted.
      }
    }
  }

  /**
   * A request without a decision counts if it was sent from then on: before, the load had not
   * settled, and just started processes owe nothing. Admissions count from the first on.
   */
  synchronized void judgeFrom(long nanos) {
    judgedFromNanos = nanos;
    latenessMicros.reset();
  }

  /** In this span the edge was taken away on purpose: nobody can expect a decision of it. */
  synchronized void excuse(String edge, long fromNanos, long toNanos) {
    excuses.add(new Request(edge, fromNanos, toNanos));
  }

  /**
   * Who got no decision. An edge that hangs for longer than a request is waited for leaves some
   * undecided, and then some unsent.
   */
  synchronized Unanswered unanswered() {
    List<Undecided> unexplained =
        undecided.stream().filter(u -> isJudged(u.request()) && !isExcused(u.request())).toList();
    List<Request> all =
        Stream.concat(undecided.stream().map(Undecided::request), unsent.stream()).toList();
    return new Unanswered(
        unexplained.size(),
        unsent.stream().filter(r -> isJudged(r) && !isExcused(r)).count(),
        undecided.stream().filter(u -> isJudged(u.request()) && isExcused(u.request())).count(),
        all.stream().filter(r -> !isJudged(r)).count(),
        unexplained.stream().limit(EXPLAINED).map(Undecided::why).toList());
  }

  synchronized long offered() {
    return offered;
  }

  synchronized long admitted() {
    return admissions.size();
  }

  /**
   * How late requests were sent that had to wait for this process: a busy machine measures itself.
   */
  synchronized double latenessMillis(double percentile) {
    return latenessMicros.getValueAtPercentile(percentile) / 1000.0;
  }

  /** Admissions answered in this span. */
  synchronized long admitted(long fromNanos, long toNanos) {
    return admitted("", fromNanos, toNanos);
  }

  /** Admissions of an edge, or of all if its name is empty, answered in this span. */
  synchronized long admitted(String edge, long fromNanos, long toNanos) {
    long count = 0;
    for (Request admission : admissions.reversed()) {
      if (admission.answeredNanos() - fromNanos < -OUT_OF_ORDER_NANOS) {
        break;
      }
      boolean within =
          admission.answeredNanos() - fromNanos >= 0 && admission.answeredNanos() - toNanos < 0;
      count += within && (edge.isEmpty() || edge.equals(admission.edge())) ? 1 : 0;
    }
    return count;
  }

  /**
   * The most admissions that one window of this length certainly held, wherever it begins. Sliding
   * a start on to the next sending loses nobody, so these starts are all there are.
   */
  synchronized long mostWithin(Duration window) {
    long[] answered = answered();
    List<Request> bySending =
        admissions.stream().sorted(Comparator.comparingLong(Request::sentNanos)).toList();
    Counts sentSince = new Counts(answered.length);
    long most = 0;
    for (Request first : bySending.reversed()) {
      sentSince.add(Arrays.binarySearch(answered, first.answeredNanos()));
      long end = first.sentNanos() + window.toNanos();
      most = Math.max(most, sentSince.below(firstAfter(answered, end)));
    }
    return most;
  }

  /** The fewest admissions answered in one window of this length within a span. */
  synchronized long leastWithin(Duration window, long fromNanos, long toNanos) {
    long[] answered =
        Arrays.stream(answered()).filter(a -> a >= fromNanos && a < toNanos).toArray();
    long lastStart = toNanos - window.toNanos();
    long least = firstAfter(answered, fromNanos + window.toNanos());
    for (int i = 0; i < answered.length && answered[i] < lastStart; i++) {
      least = Math.min(least, firstAfter(answered, answered[i] + window.toNanos()) - i - 1);
    }
    return least;
  }

  private String why(Outcome outcome) {
    return "%s after %.3f s: status %d in %.1f ms: %s"
        .formatted(
            outcome.edge(),
            (outcome.sentNanos() - originNanos) / 1e9,
            outcome.status(),
            (outcome.answeredNanos() - outcome.sentNanos()) / 1e6,
            outcome.detail());
  }

  private boolean isJudged(Request request) {
    return request.sentNanos() >= judgedFromNanos;
  }

  private boolean isExcused(Request request) {
    return excuses.stream().anyMatch(request::overlaps);
  }

  /** In ascending order. */
  private long[] answered() {
    return admissions.stream().mapToLong(Request::answeredNanos).sorted().toArray();
  }

  /** Index of the first that is larger. */
  private static int firstAfter(long[] ascending, long limit) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] <= limit) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many of the indices added so far are below a limit (a Fenwick tree). */
  private static final class Counts {
    private final int[] sums;

    Counts(int size) {
      sums = new int[size + 1];
    }

    void add(int index) {
      for (int i = index + 1; i < sums.length; i += i & -i) {
        sums[i]++;
      }
    }

    long below(int limit) {
      long count = 0;
      for (int i = limit; i > 0; i -= i & -i) {
        count += sums[i];
      }
      return count;
    }
  }
}
