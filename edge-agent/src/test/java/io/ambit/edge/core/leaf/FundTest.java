package io.ambit.edge.core.leaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FundTest {
  private static final long SECOND = 1_000_000_000;

  private final Fund fund = new Fund(0);

  @Test
  void whatIsAgreedCountsFromTheNextStepOnAndDerated() {
    fund.agree(10_000, 100_000);
    fund.accrue(SECOND);
    assertThat(fund.tokens()).isZero();
    fund.accrue(3 * SECOND);
    // 2 s at 10 per second, less one in a thousand.
    assertThat(fund.tokens()).isEqualTo(19);
  }

  @Test
  void lessCountsAtOnce() {
    fund.agree(10_000, 100_000);
    fund.accrue(SECOND);
    fund.agree(1_000, 100_000);
    fund.accrue(11 * SECOND);
    assertThat(fund.tokens()).isEqualTo(9);
  }

  @Test
  void itNeverHasMoreThanItsRoomAndLessRoomDestroysWhatIsAbove() {
    fund.agree(10_000, 5_000);
    fund.accrue(SECOND);
    fund.accrue(10 * SECOND);
    assertThat(fund.tokens()).isEqualTo(5);
    fund.agree(0, 2_000);
    assertThat(fund.tokens()).isEqualTo(2);
    fund.agree(0, -1);
    assertThat(fund.tokens()).isZero();
  }

  @Test
  void whatIsPaidIsGoneWithItsRoom() {
    fund.agree(10_000, 5_000);
    fund.accrue(SECOND);
    fund.accrue(10 * SECOND);
    fund.pay(3);
    assertThat(fund.tokens()).isEqualTo(2);
    fund.accrue(20 * SECOND);
    assertThatThrownBy(() -> fund.pay(6)).isInstanceOf(IllegalStateException.class);
  }
}
