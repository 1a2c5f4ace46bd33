package io.ambit.stack.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreTest {
  private final Scoreboard one = new Scoreboard(List.of("eu-1"));
  private final Scoreboard other = new Scoreboard(List.of("eu-1"));

  @Test
  void whatWasAskedInTheSameStretchMakesItNoLonger() {
    shed(one, 3);
    shed(other, 4);
    Score first = one.read();
    Score second = other.read();

    Score beside = first.beside(second);
    assertThat(beside.total().shed()).isEqualTo(7);
    assertThat(beside.lengthNanos()).isEqualTo(Math.max(first.lengthNanos(), second.lengthNanos()));
    assertThat(first.plus(second).lengthNanos())
        .isEqualTo(first.lengthNanos() + second.lengthNanos());
    assertThat(first.plus(second).total().shed()).isEqualTo(7);
  }

  private static void shed(Scoreboard board, int count) {
    for (int i = 0; i < count; i++) {
      board.accept(new Outcome("acme", "eu-1", Outcome.Verdict.SHED, 0, 0, 1, 200, ""));
    }
  }
}
