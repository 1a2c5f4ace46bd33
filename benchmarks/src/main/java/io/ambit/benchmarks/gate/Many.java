package io.ambit.benchmarks.gate;

import static java.util.Objects.requireNonNull;

import io.ambit.benchmarks.Lap;
import io.ambit.edge.admission.Ahead;
import io.ambit.edge.admission.Costs;
import io.ambit.edge.admission.Gate;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiter;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Many tenants. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Lap.OPERATIONS)
public class Many {
  /** Who is asked for. */
  @State(Scope.Benchmark)
  public static class Tenants {
    @Param({"ZIPF_10K", "UNIFORM_1M"})
    Population population = Population.ZIPF_10K;

    String[] names = {};
    String[] asked = {};

    @Setup(Level.Trial)
    public void draw() {
      names = population.names();
      asked = population.asked(names, 7);
    }

    String at(int index) {
      return asked[index & Population.ASKED - 1];
    }
  }

  /** Ours. */
  @State(Scope.Benchmark)
  public static class Ours {
    private static final Costs ONE = Costs.ONE;

    Lap.Operation decide = (i, now) -> i;

    @Setup(Level.Trial)
    public void fill(Tenants tenants) {
      Gate gate = Gates.of(Gates.table(tenants.names, Gates.PLENTY));
      var unused = Ticking.of(gate);
      decide = (i, now) -> gate.decide(tenants.at(i), ONE, now, Ahead.CLEAR).verdict().ordinal();
    }
  }

  @Benchmark
  public long gate(Lap lap, Ours ours) {
    return lap.run(ours.decide);
  }

  /** One look-up and nothing else. */
  @State(Scope.Benchmark)
  public static class Map {
    Lap.Operation find = (i, now) -> i;

    @Setup(Level.Trial)
    public void fill(Tenants tenants) {
      ConcurrentHashMap<String, Object> map = map(tenants, Object::new);
      find = (i, now) -> map.get(tenants.at(i)) == map ? 1 : 0;
    }
  }

  @Benchmark
  public long concurrentHashMap(Lap lap, Map map) {
    return lap.run(map.find);
  }

  /** Guava's. */
  @State(Scope.Benchmark)
  public static class Guava {
    Lap.Operation admit = (i, now) -> i;

    @Setup(Level.Trial)
    public void fill(Tenants tenants) {
      var map = map(tenants, () -> Peers.guava(true));
      admit = (i, now) -> requireNonNull(map.get(tenants.at(i))).tryAcquire() ? 1 : 0;
    }
  }

  @Benchmark
  public long guava(Lap lap, Guava guava) {
    return lap.run(guava.admit);
  }

  /** Bucket4j's. */
  @State(Scope.Benchmark)
  public static class Bucket4j {
    Lap.Operation admit = (i, now) -> i;

    @Setup(Level.Trial)
    public void fill(Tenants tenants) {
      ConcurrentHashMap<String, Bucket> map = map(tenants, () -> Peers.bucket4j(true));
      admit = (i, now) -> requireNonNull(map.get(tenants.at(i))).tryConsume(1) ? 1 : 0;
    }
  }

  @Benchmark
  public long bucket4j(Lap lap, Bucket4j bucket4j) {
    return lap.run(bucket4j.admit);
  }

  /** Resilience4j's faster one; all share a scheduler, which at a million does nothing else. */
  @State(Scope.Benchmark)
  public static class Resilience4j {
    Lap.Operation admit = (i, now) -> i;

    @Setup(Level.Trial)
    public void fill(Tenants tenants) {
      ScheduledExecutorService scheduler = Peers.scheduler();
      ConcurrentHashMap<String, RateLimiter> map =
          map(tenants, () -> Peers.resilienceSemaphore(true, scheduler));
      admit = (i, now) -> requireNonNull(map.get(tenants.at(i))).acquirePermission(1) ? 1 : 0;
    }
  }

  @Benchmark
  public long resilience4jSemaphore(Lap lap, Resilience4j resilience4j) {
    return lap.run(resilience4j.admit);
  }

  private static <V> ConcurrentHashMap<String, V> map(Tenants tenants, Supplier<V> value) {
    ConcurrentHashMap<String, V> map = new ConcurrentHashMap<>(2 * tenants.names.length);
    for (String name : tenants.names) {
      map.put(name, value.get());
    }
    return map;
  }
}
