package io.ambit.benchmarks.allocation;

import io.ambit.allocation.Matrix;
import io.ambit.allocation.Row;
import io.ambit.allocation.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * 100,000 tenants over 100 regions, each tenant asking for twice what it has: ten million cells. An
 * operation is one round of the arbiter, beginning where the water stood.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Planet {
  private static final int REGIONS = 100;
  private static final int TENANTS = 100_000;

  /** So many regions are given a tenth less than tenants would be given there. */
  private static final int SHORT = 5;

  private Demands demands = new Demands(1, 1);
  private Matrix free = new Matrix(Weights.equal(1), Matrix.UNLIMITED);
  private Matrix limited = free;
  private boolean odd;

  @Setup
  public void setUp() {
    demands = new Demands(REGIONS, TENANTS);
    free = Filling.unlimited(demands.weights());
    free.fill(demands.rows);
    limited = new Matrix(demands.weights(), capacities(demands.rows));
    limited.fill(demands.rows);
    free.fill(demands.rows);
  }

  private static long[] capacities(List<Row> rows) {
    long[] capacity = new long[REGIONS];
    for (Row row : rows) {
      Arrays.setAll(capacity, i -> capacity[i] + row.share()[i]);
    }
    Arrays.setAll(capacity, i -> i < SHORT ? capacity[i] / 10 * 9 : Matrix.UNLIMITED);
    return capacity;
  }

  /** The floor: what was asked for, all together. */
  @Benchmark
  public long sum() {
    odd = !odd;
    long sum = 0;
    for (long[] each : demands.turn(odd)) {
      sum += Filling.sum(each);
    }
    return sum;
  }

  @Benchmark
  public Object warm() {
    odd = !odd;
    demands.tellAll(odd);
    free.fill(demands.rows);
    return demands.rows;
  }

  @Benchmark
  public Object oneInAHundred() {
    odd = !odd;
    demands.tellFew(odd);
    free.update(demands.everyHundredth);
    return demands.rows;
  }

  @Benchmark
  public Object warmWithShortRegions() {
    odd = !odd;
    demands.tellAll(odd);
    limited.fill(demands.rows);
    return demands.rows;
  }
}
