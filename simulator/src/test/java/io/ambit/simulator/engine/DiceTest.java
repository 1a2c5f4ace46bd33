package io.ambit.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DiceTest {
  @Test
  void whatIsDrawnForOneKeyDoesNotDependOnWhatElseWasDrawn() {
    Dice drawnFrom = new Dice(3);
    for (int i = 0; i < 100; i++) {
      drawnFrom.bits(9, 9, i);
    }
    assertThat(drawnFrom.bits(1, 2, 3)).isEqualTo(new Dice(3).bits(1, 2, 3));
  }

  @Test
  void noTwoOfManyNeighbouringKeysAndSeedsDrawTheSame() {
    Set<Long> drawn = new TreeSet<>();
    for (long seed = 0; seed < 10; seed++) {
      Dice dice = new Dice(seed);
      for (long key = 0; key < 1_000; key++) {
        drawn.add(dice.bits(key / 100, key / 10 % 10, key % 10));
      }
    }
    assertThat(drawn).hasSize(10_000);
  }

  @Test
  void numbersFillTheUnitIntervalEvenly() {
    Dice dice = new Dice(1);
    int[] tenths = new int[10];
    for (int i = 0; i < 100_000; i++) {
      tenths[(int) (dice.unit(5, 6, i) * 10)]++;
    }
    // Six standard deviations of a tenth of 100,000.
    for (int count : tenths) {
      assertThat(count).isBetween(9_430, 10_570);
    }
  }

  @Test
  void aNameHasTheKeyOfEveryOtherJvm() {
    assertThat(Dice.key("edge")).isEqualTo(Dice.key("ed" + "ge")).isNotEqualTo(Dice.key("egde"));
    assertThat(Dice.key("")).isEqualTo(0xCBF29CE484222325L);
  }
}
