package io.ambit.mode;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambit.model.Mode;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ModeLadderTest {
  private static final long HOLD = 1_000;
  private static final List<Mode> SIGNALS = List.of(Mode.TARGET, Mode.DEGRADED, Mode.FLOOR);

  private final ModeLadder ladder = new ModeLadder(HOLD);

  @Test
  void aProcessStartsInRecoveryAndSaysWhy() {
    assertThat(ladder.mode()).isEqualTo(Mode.RECOVERY);
    assertThat(ladder.reason()).isEqualTo("starting");
  }

  @Test
  void aBetterSignalIsFollowedOnceItHasHeld() {
    ladder.observe(0, Mode.TARGET, "fine");
    assertThat(ladder.observe(HOLD - 1, Mode.TARGET, "fine")).isEmpty();

    assertThat(ladder.observe(HOLD, Mode.TARGET, "fine"))
        .contains(new ModeChange(Mode.RECOVERY, Mode.TARGET, "fine"));
  }

  @Test
  void aSignalThatWaversStartsItsHoldAnew() {
    ladder.observe(0, Mode.TARGET, "fine");
    ladder.observe(900, Mode.DEGRADED, "slow");
    ladder.observe(950, Mode.TARGET, "fine");

    assertThat(ladder.observe(HOLD + 900, Mode.TARGET, "fine")).isEmpty();
    assertThat(ladder.observe(HOLD + 950, Mode.TARGET, "fine")).isPresent();
  }

  @Test
  void aWorseSignalIsFollowedAtOnce() {
    reachTarget();

    assertThat(ladder.observe(5_000, Mode.DEGRADED, "slow"))
        .contains(new ModeChange(Mode.TARGET, Mode.DEGRADED, "slow"));
    assertThat(ladder.observe(5_001, Mode.FLOOR, "gone"))
        .contains(new ModeChange(Mode.DEGRADED, Mode.FLOOR, "gone"));
  }

  @Test
  void fromTheFloorTheWayUpLeadsThroughRecovery() {
    reachTarget();
    ladder.observe(5_000, Mode.FLOOR, "gone");

    assertThat(ladder.observe(6_000, Mode.TARGET, "back"))
        .contains(new ModeChange(Mode.FLOOR, Mode.RECOVERY, "back"));
    assertThat(ladder.observe(6_000 + HOLD - 1, Mode.TARGET, "back")).isEmpty();
    assertThat(ladder.observe(6_000 + HOLD, Mode.TARGET, "back"))
        .contains(new ModeChange(Mode.RECOVERY, Mode.TARGET, "back"));
  }

  @Test
  void theReasonFollowsTheSignalWhileTheModeStays() {
    reachTarget();
    ladder.observe(5_000, Mode.DEGRADED, "slow");
    ladder.observe(5_100, Mode.DEGRADED, "disk_failed");

    assertThat(ladder.reason()).isEqualTo("disk_failed");
  }

  @Test
  void noSequenceOfSignalsSkipsRecoveryOrIsFasterThanTheHold() {
    for (long seed = 1; seed <= 500; seed++) {
      Random random = new Random(seed);
      ModeLadder any = new ModeLadder(HOLD);
      long enteredNanos = 0;
      for (long now = 0; now < 40_000; now += 1 + random.nextInt(700)) {
        Mode signal = SIGNALS.get(random.nextInt(SIGNALS.size()));
        Optional<ModeChange> change = any.observe(now, signal, "any");
        if (change.isPresent()) {
          Mode from = change.get().from();
          Mode to = change.get().to();
          assertThat(from == Mode.FLOOR && to != Mode.RECOVERY).as("seed %d", seed).isFalse();
          assertThat(to == Mode.TARGET && now - enteredNanos < HOLD).as("seed %d", seed).isFalse();
          enteredNanos = now;
        }
      }
    }
  }

  private void reachTarget() {
    ladder.observe(0, Mode.TARGET, "fine");
    ladder.observe(HOLD, Mode.TARGET, "fine");
    assertThat(ladder.mode()).isEqualTo(Mode.TARGET);
  }
}
