package io.ambit.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.home.Saga.Observed;
import io.ambit.home.Saga.Step;
import io.ambit.model.WriteHome;
import io.ambit.model.WriteHome.State;
import org.junit.jupiter.api.Test;

class SagaTest {
  private static final long REVISION = 7;
  private static final RegionSigns KNOWS =
      new RegionSigns(true, true, 0, REVISION, REVISION, REVISION);
  private static final RegionSigns BEHIND =
      new RegionSigns(true, true, 0, REVISION - 1, REVISION - 1, REVISION - 1);
  private static final WriteHome RESERVED =
      WriteHome.first("eu", "f-1").reserved("us", "f-2", false, false);

  @Test
  void aMoveGoesStepByStepAsSoonAsItsReasonsAreThere() {
    WriteHome fencing = go(Saga.next(RESERVED, observed(KNOWS, KNOWS)));
    assertThat(fencing.state()).isEqualTo(State.FENCING);
    WriteHome activating = go(Saga.next(fencing, observed(KNOWS, KNOWS)));
    assertThat(activating.state()).isEqualTo(State.ACTIVATING);
    WriteHome stable = go(Saga.next(activating, observed(KNOWS, KNOWS)));

    assertThat(stable.state()).isEqualTo(State.STABLE);
    assertThat(stable.home()).isEqualTo("us");
    assertThat(stable.isUnsettled()).isFalse();
  }

  @Test
  void nobodyIsHeldUpBeforeBothRegionsAnswer() {
    assertThat(Saga.next(RESERVED, observed(BEHIND, KNOWS))).isInstanceOf(Step.Wait.class);
    assertThat(Saga.next(RESERVED, observed(KNOWS, BEHIND))).isInstanceOf(Step.Wait.class);
  }

  @Test
  void theTargetDoesNotAdmitBeforeTheSourceCannot() {
    assertThat(Saga.next(RESERVED.fencing(), observed(BEHIND, KNOWS)))
        .isInstanceOf(Step.Wait.class);
  }

  @Test
  void whatWasWrittenComesFirst() {
    WriteHome waiting =
        go(
            Saga.next(
                RESERVED.fencing(), new Observed(REVISION, 0, false, KNOWS, KNOWS, false, false)));
    assertThat(waiting.state()).isEqualTo(State.CATCHING_UP);

    assertThat(Saga.next(waiting, new Observed(REVISION, 0, false, KNOWS, KNOWS, false, false)))
        .isInstanceOf(Step.Wait.class);
    assertThat(go(Saga.next(waiting, observed(KNOWS, KNOWS))).state()).isEqualTo(State.ACTIVATING);
  }

  @Test
  void aMoveThatTakesTooLongGoesBackUnderANewEpoch() {
    WriteHome fencing = RESERVED.fencing();
    WriteHome aborted =
        go(
            Saga.next(
                fencing,
                new Observed(REVISION, Saga.PATIENCE_NANOS, false, BEHIND, KNOWS, true, false)));

    assertThat(aborted.state()).isEqualTo(State.ABORTED);
    assertThat(aborted.home()).isEqualTo("eu");
    assertThat(aborted.epoch()).isGreaterThan(fencing.epoch());
  }

  @Test
  void anOperatorMayThinkBetterOfItUntilTheTargetMayAdmit() {
    Observed unwanted = new Observed(REVISION, 0, false, KNOWS, KNOWS, true, true);

    assertThat(go(Saga.next(RESERVED, unwanted)).state()).isEqualTo(State.ABORTED);
    assertThat(go(Saga.next(RESERVED.fencing(), unwanted)).state()).isEqualTo(State.ABORTED);
    assertThat(go(Saga.next(RESERVED.fencing().activating(), unwanted)).state())
        .isEqualTo(State.STABLE);
  }

  @Test
  void aLostSourceIsWaitedForUntilNoLeaseOfItsEdgesCanLive() {
    WriteHome fencing = RESERVED.reserved("us", "f-2", true, false).fencing();

    assertThat(
            Saga.next(
                fencing, new Observed(REVISION, 0, false, RegionSigns.NONE, KNOWS, true, false)))
        .isInstanceOf(Step.Wait.class);
    assertThat(
            go(Saga.next(
                    fencing, new Observed(REVISION, 0, true, RegionSigns.NONE, KNOWS, true, false)))
                .state())
        .isEqualTo(State.ACTIVATING);
  }

  @Test
  void aPlannedMoveFromARegionThatIsSilentIsGivenUpWithNobodyHeldUp() {
    WriteHome aborted =
        go(
            Saga.next(
                RESERVED,
                new Observed(
                    REVISION, Saga.PREPARE_NANOS, false, RegionSigns.NONE, KNOWS, true, false)));

    assertThat(aborted.state()).isEqualTo(State.ABORTED);
  }

  private static Observed observed(RegionSigns source, RegionSigns target) {
    return new Observed(REVISION, 0, false, source, target, true, false);
  }

  private static WriteHome go(Step step) {
    if (step instanceof Step.Go go) {
      return go.next();
    }
    throw new AssertionError(step);
  }
}
