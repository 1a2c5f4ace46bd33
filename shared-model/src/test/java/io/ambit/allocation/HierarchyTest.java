package io.ambit.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Three levels, a thousand tenants, demand with heavy tails: as a whole planet is shared out. */
class HierarchyTest {
  private static final int TENANTS = 1_000;
  private static final int REGIONS = 5;
  private static final int EDGES = 8;
  private static final int SEEDS = 5;

  @Test
  void everyEdgeIsWithinAHundredthOfItsParentOfTheExactSharing() {
    double worst = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      worst = Math.max(worst, deviation(seed));
    }
    assertThat(worst).isLessThanOrEqualTo(0.01);
  }

  @Test
  void equalTenantsThatWantMoreThanThereIsGetTheSame() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Random random = new Random(seed);
      long[] capacity = random.longs(REGIONS, 5_000_000, 50_000_000).toArray();
      List<Row> rows = new ArrayList<>();
      for (int tenant = 0; tenant < TENANTS; tenant++) {
        rows.add(new Row(1_000_000, random.longs(REGIONS, 500_000, 5_000_000).toArray()));
      }
      new Matrix(Weights.equal(REGIONS), capacity).fill(rows);
      for (int region = 0; region < REGIONS; region++) {
        int column = region;
        assertThat(jain(rows.stream().mapToLong(row -> row.share[column]).toArray()))
            .as("seed %d, region %d", seed, region)
            .isGreaterThanOrEqualTo(0.999);
      }
    }
  }

  /** The largest difference of an edge's share from the exact one, as a part of its region's. */
  private static double deviation(long seed) {
    Random random = new Random(seed);
    Tenants tenants = new Tenants(random, EDGES);
    List<long[][]> asked = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (int tenant = 0; tenant < TENANTS; tenant++) {
      long[][] demand = new long[REGIONS][];
      Arrays.setAll(demand, region -> tenants.plain().demand);
      asked.add(demand);
      long[] sums = Arrays.stream(demand).mapToLong(each -> Arrays.stream(each).sum()).toArray();
      long sum = Arrays.stream(sums).sum();
      rows.add(new Row(Math.min(Row.MOST, sum / 2 + random.nextLong(sum)), sums));
    }
    long[] weights = new Tenants(random, REGIONS).weights();
    long[] capacity = new Tenants(random, REGIONS).capacities(rows);
    new Matrix(Weights.of(weights), capacity).fill(rows);
    double[][] exact = SlowMatrix.fill(rows, weights, capacity);
    return IntStream.range(0, TENANTS)
        .mapToDouble(tenant -> deviation(asked.get(tenant), rows.get(tenant), exact[tenant]))
        .max()
        .orElse(0);
  }

  private static double deviation(long[][] asked, Row given, double[] exact) {
    double worst = 0;
    for (int region = 0; region < REGIONS; region++) {
      Row built = new Row(given.share[region], asked[region]);
      new Matrix(Weights.equal(EDGES), unlimited()).fill(List.of(built));
      Row whole = new Row(Math.round(exact[region]), asked[region]);
      double[] edges = SlowMatrix.fill(List.of(whole), ones(), unlimited())[0];
      for (int edge = 0; edge < EDGES; edge++) {
        // A milli-unit may be placed otherwise on each level.
        double off = Math.max(0, Math.abs(built.share[edge] - edges[edge]) - 4);
        worst = Math.max(worst, off / Math.max(1, exact[region]));
      }
    }
    return worst;
  }

  private static long[] unlimited() {
    long[] capacity = new long[EDGES];
    Arrays.fill(capacity, Matrix.UNLIMITED);
    return capacity;
  }

  private static long[] ones() {
    return Weights.equal(EDGES).of;
  }

  private static double jain(long[] shares) {
    double sum = Arrays.stream(shares).asDoubleStream().sum();
    double squares = Arrays.stream(shares).asDoubleStream().map(x -> x * x).sum();
    return sum * sum / (shares.length * squares);
  }
}
