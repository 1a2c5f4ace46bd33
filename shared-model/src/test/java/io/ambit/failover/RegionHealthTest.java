package io.ambit.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.failover.RegionHealth.Judged;
import io.ambit.failover.RegionHealth.Seen;
import io.ambit.failover.RegionHealth.Verdict;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** One witness makes a region suspect, two that agree confirm it, and who is sick confirms none. */
class RegionHealthTest {
  private static final Seen WELL = new Seen(500, 100, 0, 4, 4);
  private static final Seen SILENT = new Seen(60_000, 0, 0, 0, 0);
  private static final Seen FAILING = new Seen(500, 10, 90, 4, 4);
  private static final Seen DOWN = new Seen(500, 0, 0, 0, 4);
  private static final Seen LOST = new Seen(500, 10, 90, 1, 4);

  private final RegionHealth health = new RegionHealth();
  private final SortedMap<String, Seen> seen = new TreeMap<>();
  private long now;

  RegionHealthTest() {
    seen.put("eu", WELL);
    seen.put("us", WELL);
  }

  @Test
  void aSilentBusNeverConfirms() {
    seen.put("eu", SILENT);
    assertThat(after(600_000).verdict()).isEqualTo(Verdict.SUSPECT);
    assertThat(eu().scorePerTenThousand()).isZero();
  }

  @Test
  void anUnusualSilenceIsSuspectAndNothingElse() {
    seen.put("eu", new Seen(1_700, 9, false, 100, 0, 4, 4));
    assertThat(after(600_000).verdict()).isEqualTo(Verdict.SUSPECT);
    assertThat(eu().weighed()).isEqualTo(Verdict.WELL);
    assertThat(eu().why()).contains("phi 9");
    seen.put("eu", new Seen(1_700, 9, false, 10, 90, 1, 4));
    assertThat(after(10_000).weighed()).isEqualTo(Verdict.CONFIRMED);
  }

  /** A stall of its own looks like everybody's silence. */
  @Test
  void whoTicksLateSuspectsNobodyOfSilence() {
    seen.put("eu", new Seen(1_700, 9, false, 100, 0, 4, 4));
    SortedMap<String, Judged> judged = health.judge(now, RegionHealth.LATE_MILLIS + 1, seen);
    assertThat(Objects.requireNonNull(judged.get("eu")).verdict()).isEqualTo(Verdict.WELL);
  }

  @Test
  void oneWitnessNeverConfirms() {
    seen.put("eu", FAILING);
    assertThat(after(600_000).verdict()).isEqualTo(Verdict.SUSPECT);
    seen.put("eu", DOWN);
    assertThat(after(600_000).verdict()).isEqualTo(Verdict.SUSPECT);
  }

  @Test
  void twoThatAgreeForLongEnoughConfirm() {
    seen.put("eu", LOST);
    assertThat(after(250).verdict()).isEqualTo(Verdict.SUSPECT);
    assertThat(after(RegionHealth.CONFIRM_MILLIS).verdict()).isEqualTo(Verdict.CONFIRMED);
    assertThat(eu().scorePerTenThousand()).isEqualTo(1_000);
    assertThat(eu().why()).isEqualTo("90 of 100 requests failed, 1 of 4 backends answer");
    seen.put("eu", WELL);
    assertThat(after(250).verdict()).isEqualTo(Verdict.WELL);
  }

  /** A vote is a silent bus and probes beside it, so it is two kinds by itself. */
  @Test
  void whatIsVotedLostForLongEnoughIsConfirmed() {
    seen.put("eu", new Seen(1_600, 0, true, 100, 0, 4, 4));
    assertThat(after(RegionHealth.VOTED_MILLIS).verdict()).isEqualTo(Verdict.SUSPECT);
    assertThat(after(250).verdict()).isEqualTo(Verdict.CONFIRMED);
    assertThat(eu().scorePerTenThousand()).isZero();
    assertThat(eu().why()).isEqualTo("not heard for 1600 ms, and its controllers answer nobody");
    seen.put("eu", SILENT);
    assertThat(after(60_000).verdict()).isEqualTo(Verdict.SUSPECT);
  }

  @Test
  void whatIsConfirmedStaysSoWhenItIsVotedLostAsWell() {
    seen.put("eu", LOST);
    after(RegionHealth.CONFIRM_MILLIS);
    assertThat(after(250).verdict()).isEqualTo(Verdict.CONFIRMED);
    seen.put("eu", new Seen(1_600, 0, true, 100, 0, 4, 4));
    assertThat(after(250).verdict()).isEqualTo(Verdict.CONFIRMED);
  }

  @Test
  void noVoteConfirmsForAnObserverThatDoubtsItself() {
    seen.put("eu", new Seen(1_600, 0, true, 100, 0, 4, 4));
    seen.put("us", FAILING);
    assertThat(after(60_000).verdict()).isEqualTo(Verdict.SUSPECT);
  }

  @Test
  void aBreakInBetweenBeginsAnew() {
    seen.put("eu", LOST);
    after(1_500);
    seen.put("eu", FAILING);
    after(250);
    seen.put("eu", LOST);
    assertThat(after(1_500).verdict()).isEqualTo(Verdict.SUSPECT);
  }

  @Test
  void whoseOwnClockIsLateConfirmsNothing() {
    seen.put("eu", LOST);
    after(1_500);
    now += 3_000;
    health.judge(now, 2_000, seen);
    assertThat(after(1_000).verdict()).isEqualTo(Verdict.SUSPECT);
    assertThat(after(8_000).verdict()).isEqualTo(Verdict.CONFIRMED);
  }

  @Test
  void whenEverybodyLooksLostTheObserverIsTheSickOne() {
    seen.put("eu", LOST);
    seen.put("us", SILENT);
    assertThat(after(60_000).verdict()).isEqualTo(Verdict.SUSPECT);
  }

  @Test
  void noStallConfirmsAWellRegionInADay() {
    SplittableRandom random = new SplittableRandom(7);
    long stallUntil = 0;
    for (long at = 0; at < 86_400_000; at += 250) {
      if (random.nextInt(240) == 0) {
        stallUntil = at + random.nextLong(250, 10_000);
      }
      boolean stalled = at < stallUntil;
      boolean whole = random.nextInt(10) < 7;
      // What a stall does: news grow old, some requests fail, probes are late.
      seen.put("eu", stalled ? new Seen(stallUntil - at, 60, 40, 3, 4) : WELL);
      seen.put("us", stalled && whole ? new Seen(stallUntil - at, 60, 40, 3, 4) : WELL);
      SortedMap<String, Judged> judged = health.judge(at, stalled && whole ? 600 : 0, seen);
      assertThat(judged.values()).noneMatch(each -> each.verdict() == Verdict.CONFIRMED);
    }
  }

  private Judged after(long millis) {
    for (long end = now + millis; now < end; ) {
      now += 250;
      health.judge(now, 0, seen);
    }
    return eu();
  }

  private Judged eu() {
    return Objects.requireNonNull(health.judge(now, 0, seen).get("eu"));
  }
}
