package io.ambit.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.model.LimitKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChildUsageTest {
  private static final LimitKey REQUESTS = new LimitKey("acme", "requests");
  private static final LimitKey BYTES = new LimitKey("acme", "bytes");
  private static final long MILLI_NANOS = 1_000_000;

  private final ChildUsage usage = new ChildUsage(Steps.OF_EDGES);

  @Test
  void growthIsWhatCameSinceTheLastReport() {
    receive(0, new Usage(REQUESTS, 5_000, 3_000));

    assertThat(receive(100, new Usage(REQUESTS, 7_000, 4_000)))
        .containsExactly(new Usage(REQUESTS, 2_000, 1_000));
  }

  @Test
  void whatABootCountedBeforeItWasFirstHeardOfIsNoGrowth() {
    assertThat(receive(0, new Usage(REQUESTS, 5_000, 3_000)))
        .containsExactly(new Usage(REQUESTS, 0, 0));
  }

  @Test
  void aLimitFirstCountedLaterGrewFromNothing() {
    for (int i = -ChildUsage.BASELINE_REPORTS; i <= 0; i++) {
      receive(i, new Usage(REQUESTS, 5_000, 3_000));
    }

    assertThat(receive(100, new Usage(BYTES, 400, 300)))
        .containsExactly(new Usage(BYTES, 400, 300));
    assertThat(usage.offeredPerSecondMilli(BYTES)).isEqualTo(4_000);
  }

  @Test
  void aLimitFirstNamedSoonAfterTheFirstReportMayHaveBeenCountedBySomebodyElse() {
    receive(0, new Usage(REQUESTS, 5_000, 3_000));

    assertThat(receive(100, new Usage(BYTES, 400, 300))).containsExactly(new Usage(BYTES, 0, 0));
  }

  @Test
  void duplicatesAndReorderingNeverCountTwiceNorBackwards() {
    for (long seed = 1; seed <= 300; seed++) {
      Random random = new Random(seed);
      List<Integer> arrivals = new ArrayList<>();
      for (int i = 1; i <= 50; i++) {
        arrivals.addAll(Collections.nCopies(1 + random.nextInt(3), i));
      }
      Collections.shuffle(arrivals, random);
      ChildUsage any = new ChildUsage(Steps.OF_EDGES);
      any.receive(0, List.of(new Usage(REQUESTS, 0, 0)));
      long grown = 0;
      for (int i : arrivals) {
        Usage counted = new Usage(REQUESTS, i * 1_000L, i * 500L);
        grown += any.receive(i * 100L * MILLI_NANOS, List.of(counted)).getFirst().offeredMilli();
      }
      assertThat(grown).as("seed %d", seed).isEqualTo(50_000);
    }
  }

  @Test
  void aRestartedChildCountsFromItsOwnBeginning() {
    receive(0, new Usage(REQUESTS, 5_000_000, 3_000_000));
    usage.restart();

    assertThat(receive(100, new Usage(REQUESTS, 70, 40)))
        .containsExactly(new Usage(REQUESTS, 0, 0));
    assertThat(receive(200, new Usage(REQUESTS, 100, 60)))
        .containsExactly(new Usage(REQUESTS, 30, 20));
    assertThat(usage.offeredPerSecondMilli(REQUESTS)).isEqualTo(300);
  }

  @Test
  void aLimitThatIsNotNamedDidNotGrow() {
    receive(0, new Usage(REQUESTS, 0, 0));
    receive(500, new Usage(REQUESTS, 1_000, 500));
    for (int millis = 600; millis <= 1_600; millis += 100) {
      receive(millis);
    }

    assertThat(usage.offeredPerSecondMilli(REQUESTS)).isZero();
    assertThat(usage.keys()).containsExactly(REQUESTS);
  }

  @Test
  void aLimitNobodyNamesForLongIsForgotten() {
    receive(0, new Usage(REQUESTS, 0, 0));
    for (int i = 1; i <= ChildUsage.FORGET_AFTER_REPORTS; i++) {
      receive(i * 100L);
    }

    assertThat(usage.keys()).isEmpty();
  }

  @Test
  void demandIsWhatWasOfferedNotWhatWasAdmitted() {
    receive(0, new Usage(REQUESTS, 0, 0));
    receive(1_000, new Usage(REQUESTS, 3_000, 1_000));

    assertThat(usage.offeredPerSecondMilli(REQUESTS)).isEqualTo(3_000);
    assertThat(usage.admittedPerSecondMilli(REQUESTS)).isEqualTo(1_000);
  }

  /** The numbers of docs/algorithms.md. */
  @Test
  void aStepIsFollowedWithTheSecondReportThatShowsIt() {
    long offered = steadily(100, 2_000);
    receive(2_100, new Usage(REQUESTS, offered + 50_000, 0));
    assertThat(usage.demandPerSecondMilli(REQUESTS)).isEqualTo(500_000);
    receive(2_200, new Usage(REQUESTS, offered + 150_000, 0));
    assertThat(usage.demandPerSecondMilli(REQUESTS)).isEqualTo(1_000_000);
    receive(2_300, new Usage(REQUESTS, offered + 250_000, 0));
    assertThat(usage.demandPerSecondMilli(REQUESTS)).isEqualTo(1_000_000);
  }

  @Test
  void whatChanceExplainsIsNoStep() {
    long offered = steadily(100, 2_000);
    // Ten are usual in a tenth of a second; twenty are three deviations of chance.
    receive(2_100, new Usage(REQUESTS, offered + 20_000, 0));

    assertThat(usage.demandPerSecondMilli(REQUESTS)).isBetween(100_000L, 110_000L);
  }

  @Test
  void whoIsRefusedForTheFirstTimeInAWhileHasRunShort() {
    receive(0, new Usage(REQUESTS, 0, 0));
    List<Usage> first = List.of(new Usage(REQUESTS, 9_000, 8_000));
    usage.receive(100 * MILLI_NANOS, first);
    assertThat(usage.hasRunShort(first)).isTrue();

    List<Usage> second = List.of(new Usage(REQUESTS, 19_000, 16_000));
    usage.receive(200 * MILLI_NANOS, second);
    assertThat(usage.hasRunShort(second)).isFalse();
  }

  /** So many a second up to a time, and all of them refused. */
  private long steadily(long perSecond, long untilMillis) {
    for (long millis = 0; millis <= untilMillis; millis += 100) {
      receive(millis, new Usage(REQUESTS, perSecond * millis, 0));
    }
    return perSecond * untilMillis;
  }

  private List<Usage> receive(long sentMillis, Usage... counters) {
    return usage.receive(sentMillis * MILLI_NANOS, List.of(counters));
  }
}
