package io.ambit.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MatrixTest {
  private static final int SEEDS = 400;
  private static final long UNLIMITED = Matrix.UNLIMITED;

  /** Columns eu and us. Acme has 1,000 and asks for 800 and 400, umbra has 500 and asks for 500. */
  private final Row acme = new Row(1_000, new long[] {800, 400});

  private final Row umbra = new Row(500, new long[] {500, 0});

  @Test
  void withoutCapacitiesEachRowIsSharedOutByItself() {
    fill(UNLIMITED, UNLIMITED);

    assertThat(acme.share()).containsExactly(600, 400);
    assertThat(umbra.share()).containsExactly(500, 0);
  }

  @Test
  void aColumnThatIsShortIsSharedEquallyAndTheRestIsPlacedWhereThereIsRoom() {
    fill(600, UNLIMITED);

    assertThat(acme.share()).containsExactly(300, 400 + 300);
    assertThat(umbra.share()).containsExactly(300, 200);
  }

  @Test
  void inAColumnThatIsShortRowsCountByTheirWeight() {
    acme.standing(2, 0, 0);
    fill(600, UNLIMITED);

    assertThat(acme.share()).containsExactly(400, 600);
    assertThat(umbra.share()).containsExactly(200, 300);
  }

  @Test
  void whatARowIsGuaranteedInAllComesFirst() {
    umbra.standing(1, 400, 0);
    fill(600, UNLIMITED);

    assertThat(acme.share()).containsExactly(100, 900);
    assertThat(umbra.share()).containsExactly(500, 0);
  }

  @Test
  void aGuaranteeThatNobodyAsksForIsLent() {
    Row idle = new Row(500, new long[] {0, 0}).standing(1, 300, 0);
    new Matrix(Weights.equal(2), 600, 600).fill(List.of(acme, idle));

    assertThat(acme.share()).containsExactly(600, 400);
    assertThat(Arrays.stream(idle.share()).sum()).isEqualTo(200);
  }

  @Test
  void whatIsNotLentIsKeptFreeHalfAndHalfWithNoDemandToGoBy() {
    Row idle = new Row(500, new long[] {0, 0}).standing(1, 300, 200);
    new Matrix(Weights.equal(2), 600, UNLIMITED).fill(List.of(acme, idle));

    assertThat(acme.share()).containsExactly(500, 500);
    assertThat(idle.share()[0]).isEqualTo(100);
  }

  @Test
  void aRowThatIsHeldBackInOneColumnLeavesNothingUnusedInAnother() {
    Row everywhere = new Row(900, new long[] {900, 900, 900});
    Row inFirst = new Row(900, new long[] {900, 0, 0});
    new Matrix(Weights.equal(3), 200, 900, 900).fill(List.of(everywhere, inFirst));

    assertThat(everywhere.share()).containsExactly(100, 400, 400);
  }

  @Test
  void aColumnOfNothingGivesNothing() {
    fill(0, UNLIMITED);

    assertThat(acme.share()).containsExactly(0, 1_000);
    assertThat(umbra.share()).containsExactly(0, 500);
  }

  @Test
  void noRowOrColumnIsOverdrawnAndWhatOneHasLeftNobodyHasRoomFor() {
    forEachSeed(
        (rows, weights, capacity) -> {
          new Matrix(Weights.of(weights), capacity).fill(rows);
          long[] left = left(rows, capacity);
          assertThat(Arrays.stream(left)).allMatch(each -> each >= 0);
          for (Row row : rows) {
            assertThat(Arrays.stream(row.share).sum()).isEqualTo(row.total - row.left);
            assertThat(row.left).isNotNegative();
            for (int i = 0; i < left.length; i++) {
              long ceiling = row.ceiling == null ? row.total : row.ceiling[i];
              assertThat(row.share[i]).isBetween(0L, ceiling);
              assertThat(row.left == 0 || left[i] == 0 || row.share[i] == ceiling).isTrue();
            }
          }
        });
  }

  @Test
  void itIsTheSlowAndExactFilling() {
    forEachSeed(
        (rows, weights, capacity) -> {
          new Matrix(Weights.of(weights), capacity).fill(rows);
          assertExact(rows, weights, capacity, 1e-5);
        });
  }

  @Test
  void beginningWhereTheLevelsStoodYieldsTheSame() {
    forEachSeed(
        (rows, weights, capacity) -> {
          Matrix matrix = new Matrix(Weights.of(weights), capacity);
          Tenants tenants = new Tenants(new Random(rows.size()), weights.length);
          for (int round = 0; round < 3; round++) {
            matrix.fill(rows);
            assertExact(rows, weights, capacity, 1e-5);
            rows.forEach(tenants::drift);
          }
        });
  }

  @Test
  void fillingOnlyWhatChangedIsWithinAHundredthOfTheColumnOfFillingAll() {
    forEachSeed(
        (rows, weights, capacity) -> {
          Matrix matrix = new Matrix(Weights.of(weights), capacity);
          Tenants tenants = new Tenants(new Random(rows.size()), weights.length);
          matrix.fill(rows);
          for (int round = 0; round < 10; round++) {
            Row changed = rows.get(round % rows.size());
            tenants.drift(changed);
            matrix.update(List.of(changed));
            assertThat(Arrays.stream(left(rows, capacity))).allMatch(each -> each >= 0);
            long largest = Arrays.stream(capacity).filter(c -> c != UNLIMITED).max().orElse(0);
            assertThat(worst(rows, weights, capacity)).isLessThanOrEqualTo(0.01 * largest + 100);
          }
        });
  }

  @Test
  void theLevelsSettleWithinTwentySweeps() {
    forEachSeed(
        (rows, weights, capacity) -> {
          Matrix matrix = new Matrix(Weights.of(weights), capacity);
          matrix.fill(rows);
          assertThat(matrix.sweeps()).isLessThanOrEqualTo(20);
        });
  }

  @Test
  void theLargestNumbersDoNotOverflow() {
    long most = Row.MOST;
    Row heavy = new Row(most, new long[] {most, most}).standing(1_000_000, most, most);
    Row light = new Row(most, new long[] {most, most});
    new Matrix(Weights.of(1, 1_000_000), most, most).fill(List.of(heavy, light));

    assertThat(Arrays.stream(heavy.share()).sum()).isEqualTo(most);
    assertThat(Arrays.stream(light.share()).sum()).isEqualTo(most);
    assertThat(heavy.share()[0] + light.share()[0]).isEqualTo(most);
  }

  private void fill(long eu, long us) {
    new Matrix(Weights.equal(2), eu, us).fill(List.of(acme, umbra));
  }

  private static long[] left(List<Row> rows, long[] capacity) {
    return IntStream.range(0, capacity.length)
        .mapToLong(i -> capacity[i] - rows.stream().mapToLong(row -> row.share[i]).sum())
        .toArray();
  }

  /** To a part of whatever holds a cell back, and a milli-unit for each step and row. */
  private static void assertExact(List<Row> rows, long[] weights, long[] capacity, double within) {
    double[][] exact = SlowMatrix.fill(rows, weights, capacity);
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < capacity.length; c++) {
        double parent = Math.min(rows.get(r).total, capacity[c]);
        assertThat((double) rows.get(r).share[c])
            .as("row %d of %d, column %d", r, rows.size(), c)
            .isCloseTo(exact[r][c], within(within * parent + 6 * (rows.size() + capacity.length)));
      }
    }
  }

  private static double worst(List<Row> rows, long[] weights, long[] capacity) {
    double[][] exact = SlowMatrix.fill(rows, weights, capacity);
    double worst = 0;
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < capacity.length; c++) {
        worst = Math.max(worst, Math.abs(rows.get(r).share[c] - exact[r][c]));
      }
    }
    return worst;
  }

  private interface Property {
    void check(List<Row> rows, long[] weights, long[] capacity);
  }

  private static void forEachSeed(Property property) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Random random = new Random(seed);
      Tenants tenants = new Tenants(random, 1 + random.nextInt(6));
      List<Row> rows = new ArrayList<>();
      LongStream.range(0, 1 + random.nextInt(10)).forEach(i -> rows.add(tenants.mixed()));
      long[] weights = tenants.weights();
      long[] capacity = tenants.capacities(rows);
      try {
        property.check(rows, weights, capacity);
      } catch (AssertionError e) {
        throw new AssertionError("seed %d".formatted(seed), e);
      }
    }
  }
}
