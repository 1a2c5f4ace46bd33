package io.ambit.stack.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How long a newcomer waits, once everything is built. */
@ExtendWith(OnRunningStack.class)
class FirstDecisionIT {
  /**
   * CI machines are shared, and of a speed nobody knows: what they are held to is that it comes.
   */
  private static final Duration BOUND = Duration.ofSeconds(System.getenv("CI") == null ? 40 : 120);

  @Test
  void fromCommandToFirstCorrectDecision(RunningStack stack) {
    FirstDecision first = stack.firstDecision();
    Promises.measured(
        "fromCommandToFirstCorrectDecision",
        "<= " + Promises.seconds(BOUND),
        "%s (./dev up returned after %s)"
            .formatted(Promises.seconds(first.admitted()), Promises.seconds(first.ready())));

    assertThat(first.admitted()).isLessThanOrEqualTo(BOUND);
  }
}
