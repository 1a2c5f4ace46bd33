package io.ambit.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ApportionmentTest {
  @Test
  void theLargestRemainderGetsTheOddOne() {
    assertThat(Apportionment.byLargestRemainder(10, new long[] {55, 25, 20}))
        .containsExactly(6, 2, 2);
    assertThat(Apportionment.byLargestRemainder(10, new long[] {54, 27, 19}))
        .containsExactly(5, 3, 2);
  }

  @Test
  void amongEqualRemaindersTheFirstGetsIt() {
    assertThat(Apportionment.byLargestRemainder(4, new long[] {1, 1, 1})).containsExactly(2, 1, 1);
  }

  @Test
  void nobodyWithAPartMeansNobodyGetsAnything() {
    assertThat(Apportionment.byLargestRemainder(10, new long[] {0, 0})).containsExactly(0, 0);
    assertThat(Apportionment.byLargestRemainder(0, new long[] {1, 2})).containsExactly(0, 0);
    assertThat(Apportionment.byLargestRemainder(10, new long[0])).isEmpty();
  }

  @Test
  void quantaAreNeverBroken() {
    assertThat(Apportionment.inQuanta(5_999, 1_000, new long[] {1, 1}))
        .containsExactly(3_000, 2_000);
  }

  @Test
  void thePortionsSumToTheTotalAndAreWithinOneOfTheirProportion() {
    for (long seed = 1; seed <= 5_000; seed++) {
      Random random = new Random(seed);
      long most = random.nextBoolean() ? 20 : 1_000_000_000_000L;
      long total = 1 + random.nextLong(most);
      long[] parts = random.longs(1 + random.nextInt(9), 0, 1 + random.nextLong(most)).toArray();
      double sum = Arrays.stream(parts).asDoubleStream().sum();
      long[] portions = Apportionment.byLargestRemainder(total, parts);
      if (sum > 0) {
        assertThat(Arrays.stream(portions).sum()).as("seed %d", seed).isEqualTo(total);
        for (int i = 0; i < parts.length; i++) {
          double exact = total * (parts[i] / sum);
          assertThat(portions[i]).as("seed %d", seed).isBetween((long) exact - 1, (long) exact + 1);
          assertThat(parts[i] > 0 || portions[i] == 0).as("seed %d: a part of 0", seed).isTrue();
        }
      }
    }
  }
}
