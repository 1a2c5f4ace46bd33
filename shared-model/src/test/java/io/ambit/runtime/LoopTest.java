package io.ambit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LoopTest {
  private static final class Counter implements Core<String, String> {
    private int steps;

    @Override
    public List<String> step(long nowNanos, String input) {
      if (input.equals("bug")) {
        throw new IllegalStateException("bug");
      }
      steps++;
      return List.of();
    }
  }

  private final Loop<String, String, Counter> loop =
      new Loop<>(
          new Counter(),
          new Loop.Settings<>(
              "test-loop",
              System::nanoTime,
              Duration.ofMillis(10),
              () -> "tick",
              effects -> {},
              late -> {},
              bug -> {}));

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void aQuestionThatThrowsIsItsAskersAffair() throws Exception {
    loop.start();

    assertThatThrownBy(
            () ->
                loop.ask(
                        core -> {
                          throw new IllegalArgumentException("nobody knows");
                        })
                    .get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(loop.ask(core -> core.steps).get(5, TimeUnit.SECONDS)).isNotNegative();
    assertThat(loop.failure()).isNull();
  }
}
