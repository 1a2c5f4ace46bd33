package io.ambit.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.lease.Share;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AccrualTest {
  private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);

  @Test
  void anyRateOverAnyTimeIsCountedExactly() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      long rate = (long) (Share.MAX_MILLI * Math.pow(random.nextDouble(), 8));
      long elapsed = (long) (1e15 * Math.pow(random.nextDouble(), 4));
      assertThat(new Accrual(5, 3, 0, rate).milliAt(5 + elapsed))
          .as("%d milli/s for %d ns", rate, elapsed)
          .isEqualTo(3 + exact(rate, elapsed).divide(NANOS).longValueExact());
    }
  }

  @Test
  void theLargestRateForADayDoesNotOverflow() {
    long day = 86_400L;
    Accrual line = new Accrual(0, 0, 0, Share.MAX_MILLI);

    assertThat(line.milliAt(day * 1_000_000_000 + 999_999_999))
        .isEqualTo(Share.MAX_MILLI * day + 999_999_999_000L);
  }

  @Test
  void turningOftenLosesNothingToRounding() {
    Random random = new Random(2);
    Accrual line = new Accrual(0, 0, 0, 7);
    BigInteger exact = BigInteger.ZERO;
    long now = 0;
    for (int i = 0; i < 10_000; i++) {
      long rate = random.nextLong(2_000);
      long step = random.nextLong(50_000_000);
      exact = exact.add(exact(line.rateMilli(), step));
      now += step;
      line = line.turn(now, rate);
    }

    assertThat(line.milli()).isEqualTo(exact.divide(NANOS).longValueExact());
    assertThat(line.fraction()).isEqualTo(exact.mod(NANOS).longValueExact());
  }

  @Test
  void aClockReadBeforeTheStartSeesTheStart() {
    assertThat(new Accrual(100, 42, 0, 1_000_000).milliAt(99)).isEqualTo(42);
  }

  private static BigInteger exact(long rate, long nanos) {
    return BigInteger.valueOf(rate).multiply(BigInteger.valueOf(nanos));
  }
}
