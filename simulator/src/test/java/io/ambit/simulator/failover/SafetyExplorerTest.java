package io.ambit.simulator.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambit.failover.Finding.Rule;
import io.ambit.model.SafetyRules;
import io.ambit.simulator.invariant.Violation;
import org.junit.jupiter.api.Test;

/** No order of commands breaks a safety rule; the full number is {@code ./dev sim --safety}. */
class SafetyExplorerTest {
  private static final int INTERLEAVINGS = 1_000;

  @Test
  void noInterleavingBreaksARuleAndEveryRuleWasTried() {
    SafetyExplorer.Tally tally = new SafetyExplorer.Tally();
    for (long seed = 1; seed <= INTERLEAVINGS; seed++) {
      SafetyExplorer.play(seed, SafetySweep.STEPS, tally);
    }
    assertThat(tally.taken).isGreaterThan(INTERLEAVINGS / 10);
    assertThat(tally.automatic).isGreaterThan(INTERLEAVINGS / 100);
    assertThat(tally.passed).isGreaterThan(INTERLEAVINGS);
    assertThat(tally.forgedPassed).isLessThan(tally.forged / 2);
    assertThat(tally.byRule)
        .containsKeys(
            Rule.CHANGES_SOMETHING,
            Rule.DRAINED_REGIONS,
            Rule.DRAINED_CAPACITY,
            Rule.ROOM,
            Rule.ONE_AT_A_TIME,
            Rule.FRESH_EVIDENCE);
  }

  @Test
  void theOracleNoticesWhatItsRulesForbid() {
    for (SafetyRules stricter :
        new SafetyRules[] {
          new SafetyRules(0, 10_000, true, 3_600_000),
          new SafetyRules(64, 0, true, 3_600_000),
          new SafetyRules(64, 10_000, true, 1_000)
        }) {
      assertThatThrownBy(() -> playMany(stricter)).isInstanceOf(Violation.class);
    }
  }

  private static void playMany(SafetyRules judgedBy) {
    SafetyExplorer.Tally tally = new SafetyExplorer.Tally();
    for (long seed = 1; seed <= INTERLEAVINGS; seed++) {
      SafetyExplorer.play(seed, SafetySweep.STEPS, judgedBy, tally);
    }
  }
}
