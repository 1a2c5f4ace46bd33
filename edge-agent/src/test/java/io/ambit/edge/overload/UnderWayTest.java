package io.ambit.edge.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void norDoesWhatDidNotGoAfterAllAndIsToldOfLate() {
    Tally mine = underWay.tallies().mine();
    underWay.begin(mine, 2, 0);
    underWay.begin(mine, 2, 2 * SECOND);
    underWay.forget(2_100 * MILLI, SECOND);

    underWay.withdraw(mine, 2, 2_100 * MILLI, 2_100 * MILLI);
    assertThat(underWay.count()).isEqualTo(1);

    underWay.withdraw(mine, 2, 2_100 * MILLI, 100 * MILLI);
    assertThat(underWay.count()).isZero();
    assertThat(mine.read(Tally.BEGUN + 2)).isZero();
    assertThat(underWay.forget(4_000 * MILLI, SECOND)).isZero();
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

  /** Whoever tells found the slice remembered, and is overtaken by its being forgotten. */
  @Test
  void anEndThatRacesWithTheForgettingIsWrongForOneRoundAtMost() {
    Tally mine = underWay.tallies().mine();
    underWay.begin(0);
    underWay.begin(2 * SECOND);
    assertThat(underWay.forget(2_100 * MILLI, SECOND)).isEqualTo(1);

    mine.end(Tally.SUCCEEDED, 1);
    assertThat(underWay.count()).isZero();

    assertThat(underWay.forget(2_150 * MILLI, SECOND)).isEqualTo(-1);
    assertThat(underWay.count()).isEqualTo(1);
    underWay.end(2_200 * MILLI, 200 * MILLI);
    assertThat(underWay.count()).isZero();
  }

  @Test
  void aRequestMayEndOnAnotherThreadThanItBeganOn() throws Exception {
    for (int i = 0; i < 10; i++) {
      Thread begins = new Thread(() -> underWay.begin(10 * MILLI));
      begins.start();
      begins.join();
    }
    for (int i = 0; i < 4; i++) {
      underWay.end(20 * MILLI, 10 * MILLI);
    }

    assertThat(underWay.count()).isEqualTo(6);
    assertThat(underWay.forget(2 * SECOND, SECOND)).isEqualTo(6);
    assertThat(underWay.count()).isZero();
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

  /**
   * More threads than have places, virtual ones too, begin and end one another's requests while one
   * forgets. At first all of it is remembered; then time goes on, and some are never told of.
   */
  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33})
  void whoeverBeginsAndEndsInTheEndThereIsWhatIsOpen(long seed) throws Exception {
    Crowd crowd = new Crowd(underWay, 8 * SECOND, 0);
    crowd.play(seed);
    underWay.forget(crowd.now(), UnderWay.LONGEST_NANOS);
    assertThat(underWay.count()).isEqualTo(crowd.open()).isPositive();

    crowd = crowd.goingOn(90 * SECOND, 100);
    crowd.play(seed + 1);
    crowd.endAll();
    underWay.forget(crowd.now() + UnderWay.LONGEST_NANOS, SECOND);
    assertThat(underWay.count()).isZero();

    crowd = crowd.goingOn(8 * SECOND, 0);
    crowd.play(seed + 2);
    crowd.endAll();
    underWay.forget(crowd.now(), UnderWay.LONGEST_NANOS);
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
