package io.ambit.edge.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** All at once on the way out, step by step on the way back. */
class EbbTest {
  private final Ebb ebb = new Ebb();
  private long now;

  @Test
  void upToHalfTheOthersCarryIt() {
    assertThat(ebb.step(0, 5_000)).isZero();
    assertThat(ebb.step(0, 5_001)).isEqualTo(5_001);
    assertThat(ebb.step(0, 10_000)).isEqualTo(10_000);
  }

  @Test
  void whoIsWellAgainIsNotMetByEverything() {
    ebb.step(0, 10_000);
    assertThat(after(1)).isEqualTo(10_000);
    assertThat(after(2)).isEqualTo(9_900);
    assertThat(after(2)).isEqualTo(9_500);
    assertThat(after(2)).isEqualTo(7_500);
    assertThat(after(2)).isEqualTo(5_000);
    assertThat(after(2)).isZero();
  }

  @Test
  void troubleOnTheWayBackSendsItAwayAgain() {
    ebb.step(0, 10_000);
    after(6);
    assertThat(ebb.step(now, 10_000)).isEqualTo(10_000);
    assertThat(after(1)).isEqualTo(10_000);
  }

  private int after(int seconds) {
    int away = 0;
    for (int i = 0; i < seconds * 20; i++) {
      now += 50_000_000;
      away = ebb.step(now, 0);
    }
    return away;
  }
}
