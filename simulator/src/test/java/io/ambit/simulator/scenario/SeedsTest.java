package io.ambit.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Seeds that must hold: those that once found something, and some that nobody has seen before. */
class SeedsTest {
  /** What fresh seeds may take. */
  private static final long FRESH_SECONDS = 20;

  @Test
  void nothingIsViolatedOverTheKnownSeeds() {
    check(Sweep.run(1, 16, 4, inSeconds(300)));
    check(Sweep.run(1_000, 2, 9, inSeconds(300)));
    // An edge that missed a page of its grants as it stood still waited a minute for them.
    check(Sweep.run(1_796_024_204_628L, 1, 4, inSeconds(300)));
  }

  @Test
  void nothingIsViolatedOverSeedsThatNobodyHasSeenBefore() {
    long first = System.currentTimeMillis();
    System.out.println("chaos over fresh seeds from " + first);
    Sweep.Total total = Sweep.run(first, 10_000, 4, inSeconds(FRESH_SECONDS));
    check(total);
    assertThat(total.seeds()).isPositive();
    // Where leases never come near the limit, the contract holds of itself.
    assertThat(total.tight()).isGreaterThan(total.seeds() / 2);
  }

  private static long inSeconds(long seconds) {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  private static void check(Sweep.Total total) {
    Sweep.Failure failure = total.failure();
    if (failure != null) {
      fail("%s%nreplay: %s%nfaults: %s", failure.message(), failure.replay(), failure.shrunk());
    }
  }
}
