package io.ambit.global.door.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.ArbiterEffect;
import io.ambit.global.core.ArbiterInput;
import io.ambit.problem.ProblemException;
import io.ambit.runtime.Loop;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Asked of a core that has no time: its loop is not started. */
final class ReadsTest {
  private final Reads reads =
      new Reads(
          new Loop<ArbiterInput, ArbiterEffect, ArbiterCore>(
              new ArbiterCore(),
              new Loop.Settings<>(
                  "busy",
                  System::nanoTime,
                  Duration.ofSeconds(1),
                  ArbiterInput.Tick::new,
                  effects -> {},
                  late -> {},
                  failed -> {})));

  @Test
  void whoAsksIsToldToAskLater() {
    assertThatThrownBy(() -> reads.ask(view -> "seen"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            busy -> assertThat(busy.problem().status().value()).isEqualTo(503));
  }

  @Test
  void whatIsStoredIsAnsweredForAllTheSame() {
    assertThat(reads.ask(view -> "seen", () -> "stored")).isEqualTo("stored");
  }
}
