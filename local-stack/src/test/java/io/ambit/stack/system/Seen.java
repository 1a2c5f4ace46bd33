package io.ambit.stack.system;

import io.ambit.stack.load.Outcome;
import io.ambit.stack.load.Outcome.Verdict;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** What became of some requests, as the client saw it. */
record Seen(List<Outcome> outcomes) {
  Seen {
    outcomes = List.copyOf(outcomes);
  }

  Seen admitted() {
    return new Seen(outcomes.stream().filter(o -> o.verdict() == Verdict.ADMIT).toList());
  }

  /** Without a decision: an error status, a broken or missing connection, silence. */
  List<Outcome> failures() {
    return outcomes.stream()
        .filter(o -> o.verdict() == Verdict.FAILED || o.verdict() == Verdict.NOT_SENT)
        .toList();
  }

  int count() {
    return outcomes.size();
  }

  /** Those whose decision certainly fell into this span: sent after its start, answered in it. */
  Seen within(long fromNanos, long toNanos) {
    return new Seen(
        outcomes.stream()
            .filter(o -> o.sentNanos() - fromNanos >= 0 && o.answeredNanos() - toNanos <= 0)
            .toList());
  }

  /** Latency from when a request was due, so that waiting for the client counts too. */
  double percentileMillis(double percent) {
    long[] nanos =
        outcomes.stream().mapToLong(o -> o.answeredNanos() - o.dueNanos()).sorted().toArray();
    int rank = (int) Math.ceil(percent / 100 * nanos.length);
    return nanos.length == 0 ? 0 : nanos[Math.max(0, rank - 1)] / 1e6;
  }

  /**
   * The most requests whose decision certainly fell into one window of this length, wherever it
   * begins. A request was decided somewhere between its sending and its answer, so one that lies
   * inside the window as a whole counts and one that reaches over an end does not: never more than
   * the edges really admitted in that window, and fewer by no more than what was under way at its
   * two ends.
   */
  int mostWithin(Duration window) {
    List<Outcome> bySending =
        outcomes.stream().sorted(Comparator.comparingLong(Outcome::sentNanos)).toList();
    long[] sent = bySending.stream().mapToLong(Outcome::sentNanos).toArray();
    long[] answered = bySending.stream().mapToLong(Outcome::answeredNanos).toArray();
    int most = 0;
    // Sliding a window's start on to the next sending loses nobody, so these are all there are.
    for (int first = 0; first < sent.length; first++) {
      most = Math.max(most, inside(sent, answered, first, sent[first] + window.toNanos()));
    }
    return most;
  }

  /** The most answers in one window of this length: the same with no regard to the sending. */
  int mostAnsweredWithin(Duration window) {
    long[] answered = outcomes.stream().mapToLong(Outcome::answeredNanos).sorted().toArray();
    int most = 0;
    int first = 0;
    for (int last = 0; last < answered.length; last++) {
      while (answered[last] - answered[first] > window.toNanos()) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  private static int inside(long[] sent, long[] answered, int first, long endNanos) {
    int inside = 0;
    for (int i = first; i < sent.length && sent[i] - endNanos <= 0; i++) {
      inside += answered[i] - endNanos <= 0 ? 1 : 0;
    }
    return inside;
  }
}
