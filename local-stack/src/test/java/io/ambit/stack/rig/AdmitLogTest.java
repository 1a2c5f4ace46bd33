package io.ambit.stack.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.stack.load.Outcome;
import io.ambit.stack.load.Outcome.Verdict;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Instants are in nanoseconds; windows as short as a few of them. */
class AdmitLogTest {
  private final AdmitLog log = new AdmitLog(0);

  @Test
  void aWindowHoldsWhatWasSentAndAnsweredWithinIt() {
    admit(10, 12);
    admit(11, 20);
    admit(19, 20);
    admit(20, 40);

    // From 10 to 20: the first three; the last was answered long after.
    assertThat(log.mostWithin(Duration.ofNanos(10))).isEqualTo(3);
    assertThat(log.mostWithin(Duration.ofNanos(9))).isEqualTo(2);
    assertThat(log.mostWithin(Duration.ofNanos(30))).isEqualTo(4);
    assertThat(log.mostWithin(Duration.ofNanos(1))).isEqualTo(1);
  }

  @Test
  void theFullestWindowIsFoundWhereverItBegins() {
    Random random = new Random(7);
    long[][] spans = new long[300][];
    for (int i = 0; i < spans.length; i++) {
      long sent = random.nextInt(1_000);
      spans[i] = new long[] {sent, sent + random.nextInt(60)};
      admit(spans[i][0], spans[i][1]);
    }

    for (long window : new long[] {0, 5, 50, 200, 2_000}) {
      assertThat(log.mostWithin(Duration.ofNanos(window))).isEqualTo(counted(spans, window));
    }
  }

  @Test
  void theEmptiestWindowIsFoundToo() {
    for (long at : new long[] {100, 110, 120, 150, 160, 170}) {
      admit(at - 1, at);
    }

    // Nobody between 120 and 150, both exclusive.
    assertThat(log.leastWithin(Duration.ofNanos(20), 100, 180)).isZero();
    assertThat(log.leastWithin(Duration.ofNanos(30), 100, 180)).isEqualTo(1);
  }

  @Test
  void onlyWhatOverlapsTheTimeInWhichAnEdgeWasTakenAwayIsExcused() {
    log.accept(outcome("a", Verdict.FAILED, 10, 19));
    log.accept(outcome("a", Verdict.FAILED, 15, 25));
    log.accept(outcome("a", Verdict.NOT_SENT, 32, 32));
    log.accept(outcome("b", Verdict.FAILED, 22, 24));
    log.accept(outcome("a", Verdict.FAILED, 31, 33));
    log.accept(outcome("a", Verdict.SHED, 40, 41));
    log.excuse("a", 20, 30);

    Unanswered unanswered = log.unanswered();
    assertThat(unanswered.excused()).isEqualTo(1);
    assertThat(unanswered.undecided()).isEqualTo(3);
    assertThat(unanswered.unsent()).isEqualTo(1);
    assertThat(log.offered()).isEqualTo(6);
  }

  @Test
  void whatWasAskedBeforeTheLoadHadSettledIsCountedApart() {
    log.accept(outcome("a", Verdict.FAILED, 10, 12));
    log.judgeFrom(20);
    log.accept(outcome("a", Verdict.FAILED, 20, 22));
    log.accept(outcome("a", Verdict.FAILED, 19, 23));

    assertThat(log.unanswered().undecided()).isEqualTo(1);
    assertThat(log.unanswered().before()).isEqualTo(2);
  }

  @Test
  void whatCountsIsExplained() {
    AdmitLog later = new AdmitLog(-1_000_000_000);
    later.judgeFrom(0);
    later.accept(
        new Outcome("tenant", "a", Verdict.FAILED, 0, 0, 2_500_000, 503, "{\"title\":\"busy\"}"));

    assertThat(later.unanswered().because())
        .containsExactly("a after 1.000 s: status 503 in 2.5 ms: {\"title\":\"busy\"}");
  }

  @Test
  void admissionsAreCountedPerEdgeAndSpan() {
    log.accept(outcome("a", Verdict.ADMIT, 1, 5));
    log.accept(outcome("b", Verdict.ADMIT, 1, 6));
    log.accept(outcome("a", Verdict.ADMIT, 1, 10));

    assertThat(log.admitted(5, 10)).isEqualTo(2);
    assertThat(log.admitted("a", 5, 11)).isEqualTo(2);
    assertThat(log.admitted("b", 7, 11)).isZero();
  }

  /** By definition, from every start. */
  private static long counted(long[][] spans, long window) {
    long most = 0;
    for (long start = 0; start <= 1_060; start++) {
      long end = start + window;
      long count = 0;
      for (long[] span : spans) {
        count += span[0] >= start && span[1] <= end ? 1 : 0;
      }
      most = Math.max(most, count);
    }
    return most;
  }

  private void admit(long sent, long answered) {
    log.accept(outcome("a", Verdict.ADMIT, sent, answered));
  }

  private static Outcome outcome(String edge, Verdict verdict, long sent, long answered) {
    return new Outcome("tenant", edge, verdict, sent, sent, answered, 200, "");
  }
}
