package io.ambit.simulator.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.simulator.home.HomeSchedules.Failure;
import io.ambit.simulator.home.HomeSchedules.Result;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HomeSchedulesTest {
  private static final long SCHEDULES = 100_000;

  /** Each rule alone is missed within so many. */
  private static final long ENOUGH = 40_000;

  @Test
  void whateverHappensNoTwoRegionsWriteUnderOneEpochAndNoneAfterItsSuccessor() {
    Result result = HomeSchedules.play(1, SCHEDULES, HomeRules.REAL);

    assertThat(result.failed()).as("replay: ./dev sim --scenario write-homes --seed …").isEmpty();
    assertThat(result.tally().schedules()).isEqualTo(SCHEDULES);
    assertThat(result.tally().settled()).as("moves that ended").isGreaterThan(SCHEDULES / 4);
    assertThat(result.tally().aborted()).as("moves given up").isGreaterThan(SCHEDULES / 50);
    assertThat(result.tally().refused()).as("late writes").isGreaterThan(SCHEDULES / 50);
    assertThat(result.tally().accepted()).isGreaterThan(SCHEDULES);
  }

  @ParameterizedTest
  @CsvSource({
    "false, true, true, true, true, true, true, true, StoreFences",
    "true, false, true, true, true, true, true, true, OneOwner",
    "true, true, false, true, true, true, true, true, OneOwner",
    "true, true, true, false, true, true, true, true, OneOwner",
    "true, true, true, true, false, true, true, true, NoWriteLost",
    "true, true, true, true, true, false, true, true, EpochsRise",
    "true, true, true, true, true, true, false, true, OneOwner",
    "true, true, true, true, true, true, true, false, OneOwner"
  })
  void withoutARuleAScheduleIsFoundInWhichSomethingDoesNotHold(
      boolean storeChecks,
      boolean fenceWaits,
      boolean freshEpochs,
      boolean leasesBind,
      boolean marksAwaited,
      boolean readsBack,
      boolean leasesAwaited,
      boolean predecessorsCounted,
      String invariant) {
    Optional<Failure> failed =
        HomeSchedules.play(
                1,
                ENOUGH,
                new HomeRules(
                    storeChecks,
                    fenceWaits,
                    freshEpochs,
                    leasesBind,
                    marksAwaited,
                    readsBack,
                    leasesAwaited,
                    predecessorsCounted))
            .failed();

    assertThat(failed).isPresent();
    assertThat(failed.orElseThrow().violation().invariant()).isEqualTo(invariant);
  }
}
