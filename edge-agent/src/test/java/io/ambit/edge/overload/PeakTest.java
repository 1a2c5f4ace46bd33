package io.ambit.edge.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PeakTest {
  private static final long MILLI = 1_000_000;

  private final UnderWay underWay = new UnderWay(0);
  private final Peak peak = new Peak(underWay, 0);

  @Test
  void aBurstThatIsOverBetweenTwoRoundsIsSeen() {
    begin(100, 10 * MILLI);
    end(100, 11 * MILLI);

    assertThat(peak.take()).isEqualTo(100);
    assertThat(peak.take()).isZero();
  }

  @Test
  void whatEndsAtOnceAfterARoundBelongsToTheNextAsWell() {
    begin(100, 10 * MILLI);
    end(1, 10 * MILLI);
    assertThat(peak.take()).isEqualTo(100);

    end(99, 10 * MILLI);

    assertThat(peak.take()).isEqualTo(99);
    assertThat(peak.take()).isZero();
  }

  @Test
  void aBurstIsSeenWhicheverThreadsItBeginsAndEndsOn() throws Exception {
    for (int i = 0; i < 4; i++) {
      onAnotherThread(() -> begin(25, 10 * MILLI));
    }
    for (int i = 0; i < 4; i++) {
      onAnotherThread(() -> end(25, 11 * MILLI));
    }

    assertThat(peak.take()).isEqualTo(100);
  }

  @Test
  void whatHasNotEndedIsSeenToo() {
    begin(7, MILLI);

    assertThat(peak.take()).isEqualTo(7);
    assertThat(peak.take()).isEqualTo(7);
  }

  /** The bound the class tells. */
  @Test
  void noMoreIsMissedThanBeganInTheLastMoment() {
    Random dice = new Random(23);
    long[] began = new long[100_000];
    long now = 0;
    int first = 0;
    int next = 0;
    while (next < began.length) {
      now += dice.nextLong(20_000);
      long most = next - first;
      int recent = 0;
      for (int i = 0; i < 50 && next < began.length; i++) {
        now += dice.nextLong(4_000);
        if (next == first || dice.nextInt(100) < 55) {
          underWay.begin(now);
          began[next++] = now;
        } else {
          peak.beforeEnd(underWay.tallies().mine(), now);
          underWay.end(now, now - began[first++]);
        }
        if (next - first > most) {
          most = next - first;
          recent = lately(began, next, now);
        }
      }
      assertThat(peak.take()).isBetween(most - recent, most);
    }
  }

  private static int lately(long[] began, int next, long now) {
    int count = 0;
    for (int i = next - 1; i >= 0 && now - began[i] <= Peak.EVERY_NANOS; i--) {
      count++;
    }
    return count;
  }

  private void begin(int many, long nowNanos) {
    for (int i = 0; i < many; i++) {
      underWay.begin(nowNanos);
    }
  }

  private void end(int many, long nowNanos) {
    for (int i = 0; i < many; i++) {
      peak.beforeEnd(underWay.tallies().mine(), nowNanos);
      underWay.end(nowNanos, MILLI);
    }
  }

  private static void onAnotherThread(Runnable runs) throws InterruptedException {
    Thread thread = new Thread(runs);
    thread.start();
    thread.join();
  }
}
