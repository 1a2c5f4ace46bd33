package io.ambit.benchmarks.gate;

import static java.util.Objects.requireNonNull;

import io.ambit.benchmarks.Lap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One tenant that everybody asks for, and nothing is refused. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Lap.OPERATIONS)
public class Hot {
  /** What such things are made of. */
  @State(Scope.Benchmark)
  public static class Bare {
    private final AtomicLong count = new AtomicLong(Long.MAX_VALUE);
    private final LongAdder adder = new LongAdder();
    private final ConcurrentHashMap<String, AtomicLong> map = new ConcurrentHashMap<>();

    Lap.Operation atomic = (i, now) -> count.getAndDecrement();
    Lap.Operation adding =
        (i, now) -> {
          adder.increment();
          return i;
        };
    Lap.Operation finding = (i, now) -> requireNonNull(map.get(Deciding.TENANT)).getPlain();
    Lap.Operation clock = (i, now) -> System.nanoTime();

    public Bare() {
      map.put(Deciding.TENANT, count);
    }
  }

  /** Guava's. */
  @State(Scope.Benchmark)
  public static class Guava {
    private final ConcurrentHashMap<String, com.google.common.util.concurrent.RateLimiter> map =
        new ConcurrentHashMap<>();

    Lap.Operation admit = (i, now) -> requireNonNull(map.get(Deciding.TENANT)).tryAcquire() ? 1 : 0;

    public Guava() {
      map.put(Deciding.TENANT, Peers.guava(true));
    }
  }

  /** Bucket4j's, in memory. */
  @State(Scope.Benchmark)
  public static class Bucket4j {
    private final ConcurrentHashMap<String, io.github.bucket4j.Bucket> map =
        new ConcurrentHashMap<>();

    Lap.Operation admit =
        (i, now) -> requireNonNull(map.get(Deciding.TENANT)).tryConsume(1) ? 1 : 0;

    public Bucket4j() {
      map.put(Deciding.TENANT, Peers.bucket4j(true));
    }
  }

  /** Resilience4j's two. */
  @State(Scope.Benchmark)
  public static class Resilience4j {
    private final ConcurrentHashMap<String, io.github.resilience4j.ratelimiter.RateLimiter> map =
        new ConcurrentHashMap<>();

    Lap.Operation atomic =
        (i, now) -> requireNonNull(map.get("atomic")).acquirePermission(1) ? 1 : 0;
    Lap.Operation semaphore =
        (i, now) -> requireNonNull(map.get("semaphore")).acquirePermission(1) ? 1 : 0;

    public Resilience4j() {
      map.put("atomic", Peers.resilienceAtomic());
      map.put("semaphore", Peers.resilienceSemaphore(true, Peers.scheduler()));
    }
  }

  /** Netflix concurrency-limits. */
  @State(Scope.Benchmark)
  public static class Vegas {
    Lap.Operation admit = Peers.vegas();
  }

  /** Sentinel. */
  @State(Scope.Benchmark)
  public static class Sentinel {
    Lap.Operation admit = Peers.sentinel(true);
  }

  @Benchmark
  public long gate(Lap lap, Deciding deciding) {
    return lap.run(deciding.admit);
  }

  /** With priority and with requests under way. */
  @Benchmark
  public long decision(Lap lap, Deciding deciding) {
    return lap.run(deciding.admitInFull);
  }

  /** The same where there is a limit to what may be under way. */
  @Benchmark
  public long limited(Lap lap, Deciding deciding) {
    return lap.run(deciding.admitWithinLimit);
  }

  /** What that adds to count requests under way: one begins, and one ends. */
  @Benchmark
  public long underWay(Lap lap, Deciding deciding) {
    return lap.run(deciding.beginAndEnd);
  }

  @Benchmark
  public long atomicLong(Lap lap, Bare bare) {
    return lap.run(bare.atomic);
  }

  @Benchmark
  public long longAdder(Lap lap, Bare bare) {
    return lap.run(bare.adding);
  }

  @Benchmark
  public long concurrentHashMap(Lap lap, Bare bare) {
    return lap.run(bare.finding);
  }

  @Benchmark
  public long nanoTime(Lap lap, Bare bare) {
    return lap.run(bare.clock);
  }

  @Benchmark
  public long guava(Lap lap, Guava guava) {
    return lap.run(guava.admit);
  }

  @Benchmark
  public long bucket4j(Lap lap, Bucket4j bucket4j) {
    return lap.run(bucket4j.admit);
  }

  @Benchmark
  public long resilience4jAtomic(Lap lap, Resilience4j resilience4j) {
    return lap.run(resilience4j.atomic);
  }

  @Benchmark
  public long resilience4jSemaphore(Lap lap, Resilience4j resilience4j) {
    return lap.run(resilience4j.semaphore);
  }

  @Benchmark
  public long concurrencyLimits(Lap lap, Vegas vegas) {
    return lap.run(vegas.admit);
  }

  @Benchmark
  public long sentinel(Lap lap, Sentinel sentinel) {
    return lap.run(sentinel.admit);
  }
}
