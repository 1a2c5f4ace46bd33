package io.ambit.stack.rig;

import io.ambit.stack.load.Outcome;
import io.ambit.stack.load.Outcome.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Every admission of all edges, merged. A request was decided somewhere between its sending and its
 * answer, so a window certainly holds those that were sent after its start and answered before its
 * end. Thread-safe.
 */
final class AdmitLog implements Consumer<Outcome> {
  private final List<Admission> admissions = new ArrayList<>();
  private long failures;
  private long offered;

  private record Admission(long sentNanos, long answeredNanos) {}

  @Override
  public synchronized void accept(Outcome outcome) {
    offered++;
    if (outcome.verdict() == Verdict.ADMIT) {
      admissions.add(new Admission(outcome.sentNanos(), outcome.answeredNanos()));
    } else if (outcome.verdict() != Verdict.SHED && outcome.verdict() != Verdict.SERVE_STALE) {
      failures++;
    }
  }

  /** Requests that got no decision. */
  synchronized long failures() {
    return failures;
  }

  synchronized long offered() {
    return offered;
  }

  /** Admissions answered in this span. */
  synchronized long admitted(long fromNanos, long toNanos) {
    return admissions.stream()
        .filter(a -> a.answeredNanos() - fromNanos >= 0 && a.answeredNanos() - toNanos < 0)
        .count();
  }

  /**
   * The most admissions that one window of this length certainly held, wherever it begins: those
   * answered by its end, less all that were sent before its start. Sliding a start on to the next
   * sending loses nobody, so these starts are all there are.
   */
  synchronized long mostWithin(Duration window) {
    long[] sent = admissions.stream().mapToLong(Admission::sentNanos).sorted().toArray();
    long[] answered =
        admissions.stream()
            .sorted(Comparator.comparingLong(Admission::answeredNanos))
            .mapToLong(Admission::answeredNanos)
            .toArray();
    long most = 0;
    int inTime = 0;
    for (int before = 0; before < sent.length; before++) {
      long end = sent[before] + window.toNanos();
      while (inTime < answered.length && answered[inTime] - end <= 0) {
        inTime++;
      }
      most = Math.max(most, inTime - before);
    }
    return most;
  }
}
