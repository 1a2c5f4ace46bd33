package io.ambit.lease;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeldWritesTest {
  private static final long SECOND = 1_000_000_000;

  private final HeldWrites writes = new HeldWrites();

  @Test
  void aLeaseCountsFromWhenItsReportWasSentAndEndsALittleEarly() {
    writes.take(5 * SECOND, new WriteLease(10_000, 0));
    writes.know(0);

    assertThat(writes.remainingNanos(6 * SECOND)).isEqualTo(9 * SECOND - SECOND / 100);
    assertThat(writes.remainingNanos(15 * SECOND)).isZero();
  }

  @Test
  void withoutALeaseNothingRemains() {
    writes.know(100);
    writes.take(0, WriteLease.NONE);

    assertThat(writes.remainingNanos(-SECOND)).isZero();
    assertThat(writes.remainingNanos(SECOND)).isZero();
  }

  @Test
  void aLeaseWaitsForTheIntentItWasGivenAfter() {
    writes.take(0, new WriteLease(10_000, 7));
    writes.know(6);
    assertThat(writes.remainingNanos(SECOND)).isZero();

    writes.know(7);
    assertThat(writes.remainingNanos(SECOND)).isPositive();
  }

  @Test
  void oneThatWaitsTakesNothingFromTheOneBefore() {
    writes.take(0, new WriteLease(10_000, 7));
    writes.know(7);
    writes.take(5 * SECOND, new WriteLease(10_000, 8));
    writes.know(7);

    assertThat(writes.remainingNanos(9 * SECOND)).isPositive();
    assertThat(writes.remainingNanos(10 * SECOND)).isZero();
  }
}
