package io.ambit.benchmarks.allocation;

import io.ambit.allocation.Matrix;
import io.ambit.allocation.Weights;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Every tenant's limit over its children. An operation is one round: all tenants, each of which
 * asks for twice what it has, and demand has changed by up to five per cent everywhere.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Filling {
  /** Children by tenants. */
  @Param({"100x1000", "1000x1000"})
  public String shape = "10x100";

  Demands demands = new Demands(1, 1);
  private Matrix matrix = new Matrix(Weights.equal(1), Matrix.UNLIMITED);
  private SortedFilling sorted = new SortedFilling(1);
  long[] shares = new long[1];
  private boolean odd;

  @Setup
  public void setUp() {
    int by = shape.indexOf('x');
    int children = Integer.parseInt(shape.substring(0, by));
    demands = new Demands(children, Integer.parseInt(shape.substring(by + 1)));
    matrix = unlimited(demands.weights());
    matrix.fill(demands.rows);
    sorted = new SortedFilling(children);
    shares = new long[children];
  }

  static Matrix unlimited(Weights weights) {
    long[] capacity = new long[weights.width()];
    Arrays.fill(capacity, Matrix.UNLIMITED);
    return new Matrix(weights, capacity);
  }

  /** The floor: what was asked for, all together. */
  @Benchmark
  public long sum() {
    odd = !odd;
    long sum = 0;
    for (long[] each : demands.turn(odd)) {
      sum += sum(each);
    }
    return sum;
  }

  /** The mask changes nothing; without it the compiler adds one number at a time. */
  static long sum(long[] values) {
    long sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] & Long.MAX_VALUE;
    }
    return sum;
  }

  /** As shipped: beginning where the water stood. */
  @Benchmark
  public Object warm() {
    odd = !odd;
    demands.tellAll(odd);
    matrix.fill(demands.rows);
    return demands.rows;
  }

  /** One tenant in a hundred has changed. */
  @Benchmark
  public Object oneInAHundred() {
    odd = !odd;
    demands.tellFew(odd);
    matrix.update(demands.everyHundredth);
    return demands.rows;
  }

  @Benchmark
  public Object sortedByComparator() {
    odd = !odd;
    long[][] demand = demands.turn(odd);
    for (int tenant = 0; tenant < demand.length; tenant++) {
      sorted.byComparator(demands.totals[tenant], demand[tenant], demands.weights, shares);
    }
    return shares;
  }

  @Benchmark
  public Object sortedByNumber() {
    odd = !odd;
    long[][] demand = demands.turn(odd);
    for (int tenant = 0; tenant < demand.length; tenant++) {
      sorted.byNumber(demands.totals[tenant], demand[tenant], demands.weights, shares);
    }
    return shares;
  }
}
