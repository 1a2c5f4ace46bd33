package io.ambit.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.failover.Calm.State;
import io.ambit.failover.RegionHealth.Verdict;
import io.ambit.model.FailoverPolicy.Hold;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** Down fast, up slow, and never often. */
class CalmTest {
  private static final long STEP = 60_000;
  private static final long HOUR = 3_600_000;
  private static final Hold OFTEN = new Hold(30_000, 1_800_000, 1_800_000, 100);

  private Calm calm = new Calm(Hold.DEFAULT, STEP);
  private long now;

  @Test
  void troubleSendsAllAwayAtOnce() {
    assertThat(calm.step(0, Verdict.CONFIRMED)).isEqualTo(10_000);
    assertThat(calm.state()).isEqualTo(State.AWAY);
  }

  @Test
  void suspicionAloneMovesNothing() {
    assertThat(calm.step(0, Verdict.SUSPECT)).isZero();
  }

  @Test
  void itComesBackInStepsAfterAWholeHold() {
    calm.step(0, Verdict.CONFIRMED);
    well(30_000);
    assertThat(calm.away()).isEqualTo(10_000);
    well(1_000);
    assertThat(calm.away()).isEqualTo(9_900);
    well(STEP);
    assertThat(calm.away()).isEqualTo(9_500);
    well(STEP);
    assertThat(calm.away()).isEqualTo(7_500);
    well(STEP);
    assertThat(calm.away()).isEqualTo(5_000);
    well(STEP);
    assertThat(calm.away()).isZero();
    assertThat(calm.state()).isEqualTo(State.HOME);
  }

  @Test
  void aHoldThatIsInterruptedBeginsAnew() {
    calm.step(0, Verdict.CONFIRMED);
    well(25_000);
    now += 1_000;
    calm.step(now, Verdict.SUSPECT);
    well(30_000);
    assertThat(calm.away()).isEqualTo(10_000);
    well(1_000);
    assertThat(calm.away()).isEqualTo(9_900);
  }

  @Test
  void theLastFailoverOfAnHourStaysUntilItIsReleased() {
    calm.step(0, Verdict.CONFIRMED);
    well(10 * STEP);
    now += 1_000;
    calm.step(now, Verdict.CONFIRMED);
    assertThat(calm.state()).isEqualTo(State.LATCHED);
    assertThat(calm.left()).isZero();
    well(10 * HOUR);
    assertThat(calm.away()).isEqualTo(10_000);
    calm.release();
    well(10 * STEP);
    assertThat(calm.state()).isEqualTo(State.HOME);
  }

  @Test
  void eachHoldIsTwiceTheOneBeforeUntilAQuietTime() {
    calm = new Calm(OFTEN, 0);
    for (long hold : new long[] {30_000, 60_000, 120_000, 240_000}) {
      now += 1_000;
      calm.step(now, Verdict.CONFIRMED);
      assertThat(calm.holdMillis()).isEqualTo(hold);
      well(hold + 20_000);
      assertThat(calm.state()).isEqualTo(State.HOME);
    }
    well(1_800_000);
    calm.step(now, Verdict.CONFIRMED);
    assertThat(calm.holdMillis()).isEqualTo(60_000);
  }

  @Test
  void noOscillationFlipsItMoreThanThreeTimesAnHour() {
    for (long period = 2_000; period <= 1_800_000; period += period / 20) {
      for (int duty = 10; duty <= 90; duty += 20) {
        Calm each = new Calm(Hold.DEFAULT, STEP);
        assertThat(mostFlipsInAnHour(each, period, duty))
            .as("period %d ms, %d %% of it in trouble", period, duty)
            .isLessThanOrEqualTo(3);
      }
    }
  }

  /** A flip is that traffic begins to leave, or begins to come back. Two days. */
  private static int mostFlipsInAnHour(Calm calm, long period, int duty) {
    Deque<Long> flips = new ArrayDeque<>();
    int most = 0;
    int before = 0;
    boolean leaving = false;
    long look = Math.max(1_000, period / 10);
    for (long at = 0; at < 48 * HOUR; at += look) {
      boolean trouble = at % period < period * duty / 100;
      int away = calm.step(at, trouble ? Verdict.CONFIRMED : Verdict.WELL);
      boolean turned = away > before && !leaving || away < before && leaving;
      if (turned) {
        leaving = away > before;
        flips.addLast(at);
        long since = at - HOUR;
        flips.removeIf(flip -> flip <= since);
        most = Math.max(most, flips.size());
      }
      before = away;
    }
    return most;
  }

  private void well(long millis) {
    for (long end = now + millis; now < end; ) {
      now += 1_000;
      calm.step(now, Verdict.WELL);
    }
  }
}
