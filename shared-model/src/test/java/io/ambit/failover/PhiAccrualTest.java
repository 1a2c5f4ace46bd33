package io.ambit.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PhiAccrualTest {
  private final PhiAccrual detector = new PhiAccrual();
  private long now = 1_000_000;

  @Test
  void nobodyIsSuspectedBeforeEnoughWasHeard() {
    beat(PhiAccrual.LEAST, 100);
    assertThat(detector.phi(now + 60_000)).isZero();
    beat(1, 100);
    assertThat(detector.phi(now + 60_000)).isEqualTo(PhiAccrual.MOST);
  }

  /** The table of the normal distribution: one in two, 15.87 %, 0.135 %, 2.87·10⁻⁷. */
  @Test
  void itIsTheLogarithmOfHowSeldomSoLongASilenceIs() {
    beat(200, 100);
    assertThat(after(1_100)).isCloseTo(0.301, within(0.001));
    assertThat(after(1_200)).isCloseTo(0.799, within(0.001));
    assertThat(after(1_400)).isCloseTo(2.87, within(0.05));
    assertThat(after(1_600)).isCloseTo(6.54, within(0.8));
  }

  @Test
  void aRegularSenderIsSuspectedWithinTwoSecondsAndAnIrregularOneLater() {
    beat(200, 100);
    assertThat(millisUntil(8)).isBetween(1_500L, 1_800L);
    PhiAccrual irregular = new PhiAccrual();
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 200; i++) {
      now += random.nextInt(2_000);
      irregular.heard(now);
    }
    assertThat(irregular.phi(now + 1_800)).isLessThan(3);
    assertThat(irregular.phi(now + 6_000)).isGreaterThan(8);
  }

  @Test
  void itGrowsAsSilenceDoesAndEndsWithIt() {
    beat(200, 100);
    double before = 0;
    for (long silence = 0; silence < 30_000; silence += 50) {
      double phi = after(silence);
      assertThat(phi).isBetween(before, PhiAccrual.MOST);
      before = phi;
    }
    now += 30_000;
    detector.heard(now);
    assertThat(detector.phi(now)).isLessThan(0.001);
  }

  @Test
  void anOutageTeachesNothing() {
    beat(200, 100);
    double before = after(1_500);
    for (int i = 0; i < 50; i++) {
      now += 600_000;
      detector.heard(now);
    }
    assertThat(after(1_500)).isEqualTo(before);
  }

  @Test
  void whatWasLongAgoIsForgotten() {
    beat(1_000, 2_500);
    beat(PhiAccrual.WINDOW, 100);
    assertThat(millisUntil(8)).isLessThan(1_800);
  }

  private void beat(int times, long everyMillis) {
    for (int i = 0; i < times; i++) {
      now += everyMillis;
      detector.heard(now);
    }
  }

  private double after(long silence) {
    return detector.phi(now + silence);
  }

  private long millisUntil(double phi) {
    long silence = 0;
    while (after(silence) < phi) {
      silence++;
    }
    return silence;
  }
}
