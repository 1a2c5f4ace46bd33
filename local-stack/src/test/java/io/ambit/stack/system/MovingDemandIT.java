package io.ambit.stack.system;

import io.ambit.stack.load.Demand;
import io.ambit.stack.load.Shares;
import java.time.Duration;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One budget, four edges in two regions, and demand that moves from one end to the other. */
@ExtendWith(OnRunningStack.class)
class MovingDemandIT {
  private static final String TENANT = "moving";
  private static final Budget BUDGET = new Budget(400, 40);
  private static final int OFFERED_PER_SECOND = 1_000;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration PHASE = Duration.ofSeconds(30);
  private static final double LEAST_SHARE = 0.95;

  /**
   * Where answers take longer, the processes stood still, and how much they shared says nothing.
   */
  private static final double STALLED_MILLIS = 100;

  @Test
  void aBudgetBindsTheWorldWhileDemandMoves(RunningStack stack) throws Exception {
    stack.operator().put(TENANT, BUDGET);
    try (Traffic traffic = new Traffic(stack.addresses())) {
      long beganNanos = System.nanoTime();
      Demand demand = traffic.offer(TENANT, OFFERED_PER_SECOND, Shares.of(70, 20, 10, 0));
      long warmNanos = Traffic.passUntil(beganNanos + WARM_UP.toNanos());
      long movedNanos = Traffic.passUntil(warmNanos + PHASE.toNanos());
      demand.shift(Shares.of(0, 10, 20, 70));
      long endedNanos = Traffic.passUntil(movedNanos + PHASE.toNanos());
      demand.close();

      Seen all = traffic.between(beganNanos, endedNanos);
      inEveryWindow(Duration.ofSeconds(1), all.admitted());
      inEveryWindow(Duration.ofSeconds(10), all.admitted());
      SoftAssertions.assertSoftly(
          softly -> {
            inAPhase(softly, "70/20/10/0 %", traffic.between(warmNanos, movedNanos));
            inAPhase(softly, "0/10/20/70 %", traffic.between(movedNanos, endedNanos));
          });
    }
  }

  private static void inAPhase(SoftAssertions softly, String shares, Seen phase) {
    long nominal = BUDGET.quotaPerSecond() * PHASE.toSeconds();
    int admitted = phase.admitted().count();
    int decided = phase.count() - phase.failures().size();
    Promises.measured(
        "aBudgetBindsTheWorldWhileDemandMoves, 30 s at " + shares,
        "%.0f to %d admitted".formatted(LEAST_SHARE * nominal, nominal + BUDGET.burst()),
        "%d of %d decided, %d offered (%s of the budget; p99 %.1f ms from due to answer)"
            .formatted(
                admitted,
                decided,
                phase.count(),
                Promises.percent(admitted, nominal),
                phase.percentileMillis(99)));
    softly.assertThat(decided).as("demand well above the budget").isGreaterThan(2 * (int) nominal);
    softly.assertThat((long) admitted).isLessThanOrEqualTo(nominal + BUDGET.burst());
    if (phase.percentileMillis(99) <= STALLED_MILLIS) {
      softly.assertThat((double) admitted).isGreaterThanOrEqualTo(LEAST_SHARE * nominal);
    }
  }

  /** Sound whatever the client's own delays: see {@link Seen#mostWithin}. */
  private static void inEveryWindow(Duration window, Seen admitted) {
    long bound = BUDGET.quotaPerSecond() * window.toSeconds() + BUDGET.burst();
    int most = admitted.mostWithin(window);
    Promises.measured(
        "no window of %d s admits more than L*W+B".formatted(window.toSeconds()),
        "<= " + bound,
        "%d certainly inside the fullest window (%d answered in one; p99 of %.1f ms from due to answer blurs its ends)"
            .formatted(most, admitted.mostAnsweredWithin(window), admitted.percentileMillis(99)));
    Contract.requires(most <= bound, "%d admitted within %s".formatted(most, window));
  }
}
