package io.ambit.edge.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NearCountTest {
  private static final long MILLI = 1_000_000;

  private final UnderWay underWay = new UnderWay(0);
  private final NearCount near = new NearCount(underWay, 0);

  @Test
  void whatAThreadTellsItselfItKnowsAtOnce() {
    long now = 5 * MILLI;
    assertThat(near.count(mine(), now)).isZero();
    for (int i = 1; i <= 10; i++) {
      underWay.begin(now);
      assertThat(near.count(mine(), now)).isEqualTo(i);
    }
    underWay.end(now, 0);
    assertThat(near.count(mine(), now)).isEqualTo(9);
  }

  @Test
  void whatOthersTellItKnowsAMomentLater() throws Exception {
    long now = 5 * MILLI;
    underWay.begin(now);
    assertThat(near.count(mine(), now)).isEqualTo(1);
    onAnotherThread(() -> begin(5, now));

    assertThat(near.count(mine(), now + NearCount.EVERY_NANOS - 1)).isEqualTo(1);
    assertThat(near.count(mine(), now + NearCount.EVERY_NANOS)).isEqualTo(6);
    // A time that is far off, however it came about, does not last.
    assertThat(near.count(mine(), now + 1_000 * MILLI)).isEqualTo(6);
    onAnotherThread(() -> end(4, now + MILLI));
    assertThat(near.count(mine(), now + MILLI)).isEqualTo(2);
  }

  @Test
  void itIsWhatIsCountedWhereOneThreadTellsAll() {
    Random dice = new Random(24);
    long now = 0;
    for (int i = 0; i < 20_000; i++) {
      now += dice.nextLong(100) * NearCount.EVERY_NANOS;
      if (dice.nextInt(100) < 60) {
        underWay.begin(now);
      } else {
        underWay.end(now, dice.nextLong(10 * MILLI));
      }
      assertThat(near.count(mine(), now)).isEqualTo(underWay.count());
      if (dice.nextInt(10) == 0) {
        underWay.forget(now, 1_000 * MILLI);
        now += NearCount.EVERY_NANOS;
        assertThat(near.count(mine(), now)).isEqualTo(underWay.count());
      }
    }
  }

  @Test
  void aBurstThatIsOverBetweenTwoRoundsIsSeen() {
    begin(100, 10 * MILLI);
    end(100, 11 * MILLI);

    assertThat(near.takePeak()).isEqualTo(100);
    assertThat(near.takePeak()).isZero();
  }

  @Test
  void whatEndsAtOnceAfterARoundBelongsToTheNextAsWell() {
    begin(100, 10 * MILLI);
    end(1, 10 * MILLI);
    assertThat(near.takePeak()).isEqualTo(100);

    end(99, 10 * MILLI);

    assertThat(near.takePeak()).isEqualTo(99);
    assertThat(near.takePeak()).isZero();
  }

  @Test
  void aBurstIsSeenWhicheverThreadsItBeginsAndEndsOn() throws Exception {
    for (int i = 0; i < 4; i++) {
      onAnotherThread(() -> begin(25, 10 * MILLI));
    }
    for (int i = 0; i < 4; i++) {
      onAnotherThread(() -> end(25, 11 * MILLI));
    }

    assertThat(near.takePeak()).isEqualTo(100);
  }

  @Test
  void whatHasNotEndedIsSeenToo() {
    begin(7, MILLI);

    assertThat(near.takePeak()).isEqualTo(7);
    assertThat(near.takePeak()).isEqualTo(7);
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
          near.look(mine(), now);
          underWay.end(now, now - began[first++]);
        }
        if (next - first > most) {
          most = next - first;
          recent = lately(began, next, now);
        }
      }
      assertThat(near.takePeak()).isBetween(most - recent, most);
    }
  }

  private Tally mine() {
    return underWay.tallies().mine();
  }

  private static int lately(long[] began, int next, long now) {
    int count = 0;
    for (int i = next - 1; i >= 0 && now - began[i] <= NearCount.EVERY_NANOS; i--) {
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
      near.look(mine(), nowNanos);
      underWay.end(nowNanos, MILLI);
    }
  }

  private static void onAnotherThread(Runnable runs) throws InterruptedException {
    Thread thread = new Thread(runs);
    thread.start();
    thread.join();
  }
}
