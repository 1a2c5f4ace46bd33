package io.ambit.benchmarks.gate;

import io.ambit.benchmarks.Lap;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One tenant that everybody asks for, and everything is refused. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Lap.OPERATIONS)
public class Empty {
  /** Those of others. */
  @State(Scope.Benchmark)
  public static class Others {
    private final com.google.common.util.concurrent.RateLimiter guava = Peers.guava(false);
    private final Bucket bucket = Peers.bucket4j(false);
    private final RateLimiter semaphore = Peers.resilienceSemaphore(false, Peers.scheduler());

    Lap.Operation refuseGuava = (i, now) -> guava.tryAcquire() ? 1 : 0;
    Lap.Operation refuseBucket4j = (i, now) -> bucket.tryConsume(1) ? 1 : 0;
    Lap.Operation refuseSemaphore = (i, now) -> semaphore.acquirePermission(1) ? 1 : 0;
    Lap.Operation refuseClosed = Peers.closed();
  }

  @Benchmark
  public long gate(Lap lap, Deciding deciding) {
    return lap.run(deciding.refuse);
  }

  @Benchmark
  public long guava(Lap lap, Others others) {
    return lap.run(others.refuseGuava);
  }

  @Benchmark
  public long bucket4j(Lap lap, Others others) {
    return lap.run(others.refuseBucket4j);
  }

  @Benchmark
  public long resilience4jSemaphore(Lap lap, Others others) {
    return lap.run(others.refuseSemaphore);
  }

  @Benchmark
  public long concurrencyLimits(Lap lap, Others others) {
    return lap.run(others.refuseClosed);
  }
}
