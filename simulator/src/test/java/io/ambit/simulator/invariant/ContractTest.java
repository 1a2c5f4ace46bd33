package io.ambit.simulator.invariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambit.lease.Share;
import io.ambit.model.Limit;
import org.junit.jupiter.api.Test;

class ContractTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  private final Contract tenPerSecond = contract(true);

  private static Contract contract(boolean strict) {
    return new Contract("acme", limit(10, 5), 0, strict);
  }

  private static Limit limit(long rate, long burst) {
    return Limit.perSecond("requests", rate, burst);
  }

  @Test
  void theWholeBurstAndThenOneUnitPerTenthOfASecondIsExactlyWithin() {
    tenPerSecond.admit(0, 5);
    for (int i = 1; i <= 100; i++) {
      long at = i * 100 * MILLI;
      assertThatNoException().isThrownBy(() -> tenPerSecond.admit(at, 1));
    }
    assertThat(tenPerSecond.excessUnits()).isZero();
    assertThat(tenPerSecond.tightness()).isEqualTo(1);
  }

  @Test
  void oneNanosecondTooEarlyIsAViolation() {
    tenPerSecond.admit(0, 5);
    assertThatThrownBy(() -> tenPerSecond.admit(100 * MILLI - 1, 1))
        .isInstanceOf(Violation.class)
        .hasMessageStartingWith("AdmittedWithinContract at 0.100 s: acme is 0.001 units over");
  }

  @Test
  void anIdleHourIsWorthNoMoreThanTheBurst() {
    tenPerSecond.admit(0, 5);
    tenPerSecond.admit(3_600 * SECOND, 5);
    assertThatThrownBy(() -> tenPerSecond.admit(3_600 * SECOND, 1)).isInstanceOf(Violation.class);
  }

  @Test
  void whereItIsOnlyMeasuredTheExcessIsThatOfTheWorstWindow() {
    Contract measured = contract(false);
    measured.admit(0, 7);
    measured.admit(SECOND, 5);
    assertThat(measured.excessUnits()).isEqualTo(2);
    assertThat(measured.admittedUnits()).isEqualTo(12);
  }

  @Test
  void aRaisedBurstBringsNoTokensWithIt() {
    tenPerSecond.admit(0, 5);
    tenPerSecond.change(0, limit(10, 100), 0);
    assertThatThrownBy(() -> tenPerSecond.admit(0, 1)).isInstanceOf(Violation.class);
  }

  @Test
  void aLoweredLimitBindsOnceTheOldOneHasEnded() {
    tenPerSecond.change(0, limit(1, 1), Long.MAX_VALUE);
    tenPerSecond.settle(SECOND);
    assertThat(tenPerSecond.allowedRateMilli(SECOND - 1)).isEqualTo(10_000);
    assertThat(tenPerSecond.allowedRateMilli(SECOND)).isEqualTo(1_000);
    assertThat(tenPerSecond.allowedDepthMilli(SECOND)).isEqualTo(1_000);
    tenPerSecond.admit(2 * SECOND, 1);
    assertThatThrownBy(() -> tenPerSecond.admit(2 * SECOND, 1)).isInstanceOf(Violation.class);
  }

  @Test
  void whatIsWrittenOffMayBeUsedBesidesForAsLongAsThatIsSaid() {
    tenPerSecond.writeOff(0, new Share(5_000, 2_000), 0);
    assertThat(tenPerSecond.allowedRateMilli(0)).isEqualTo(15_000);
    assertThat(tenPerSecond.allowedDepthMilli(0)).isEqualTo(7_000);

    tenPerSecond.writeOff(SECOND, Share.NONE, 2 * SECOND);
    assertThat(tenPerSecond.allowedRateMilli(2 * SECOND - 1)).isEqualTo(15_000);
    assertThat(tenPerSecond.allowedRateMilli(2 * SECOND)).isEqualTo(10_000);
  }
}
