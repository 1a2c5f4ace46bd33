package io.ambit.edge.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class UnderWayTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  private final UnderWay underWay = new UnderWay(0);

  @Test
  void whatBeganIsUnderWayUntilItsEndIsTold() {
    underWay.begin(10 * MILLI);
    underWay.begin(20 * MILLI);
    assertThat(underWay.count()).isEqualTo(2);

    underWay.end(100 * MILLI, 90 * MILLI);

    assertThat(underWay.count()).isEqualTo(1);
  }

  @Test
  void whatNobodyTellsTheEndOfIsForgotten() {
    underWay.begin(0);
    underWay.begin(2 * SECOND);

    assertThat(underWay.forget(2_100 * MILLI, SECOND)).isEqualTo(1);
    assertThat(underWay.count()).isEqualTo(1);
  }

  @Test
  void anEndThatComesAfterwardsChangesNothing() {
    underWay.begin(0);
    underWay.begin(2 * SECOND);
    underWay.forget(2_100 * MILLI, SECOND);

    underWay.end(2_100 * MILLI, 2_100 * MILLI);

    assertThat(underWay.count()).isEqualTo(1);
  }

  @Test
  void endsToldTwiceAreMadeUpForOnceTheirTimeIsForgotten() {
    underWay.begin(0);
    underWay.end(MILLI, MILLI);
    underWay.end(MILLI, MILLI);
    assertThat(underWay.count()).isZero();

    assertThat(underWay.forget(2 * SECOND, SECOND)).isEqualTo(-1);
    underWay.begin(2 * SECOND);

    assertThat(underWay.count()).isEqualTo(1);
  }

  @Test
  void aClockThatBeganBelowZeroCountsAsWell() {
    UnderWay early = new UnderWay(-3 * SECOND);
    early.begin(-3 * SECOND);
    early.begin(-MILLI);
    early.end(MILLI, 2 * MILLI);

    assertThat(early.count()).isEqualTo(1);
    assertThat(early.forget(MILLI, SECOND)).isEqualTo(1);
  }

  @Test
  void aPauseLongerThanAnythingIsRememberedLosesCountOfNothing() {
    Random dice = new Random(3);
    long now = 0;
    for (int i = 0; i < 2_000; i++) {
      now += dice.nextInt(20) == 0 ? 30 * SECOND : dice.nextLong(100 * MILLI);
      underWay.begin(now);
      if (dice.nextBoolean()) {
        underWay.end(now, 0);
      }
      underWay.forget(now, SECOND);
    }

    underWay.forget(now + 60 * SECOND, SECOND);

    assertThat(underWay.count()).isZero();
  }

  @Test
  void racingThreadsLoseNoRequest() throws Exception {
    List<Future<?>> doors = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        long seed = i;
        doors.add(threads.submit(() -> hammer(new Random(seed))));
      }
      for (long now = 0; !doors.stream().allMatch(Future::isDone); now += MILLI) {
        underWay.forget(now % (20 * SECOND), UnderWay.LONGEST_NANOS);
      }
      for (Future<?> door : doors) {
        door.get();
      }
    }
    underWay.forget(100 * SECOND, SECOND);

    assertThat(underWay.count()).isZero();
  }

  private void hammer(Random dice) {
    for (int i = 0; i < 200_000; i++) {
      long now = i * 100_000L;
      underWay.begin(now);
      if (dice.nextInt(10) > 0) {
        underWay.end(now + MILLI, MILLI);
      }
    }
  }
}
