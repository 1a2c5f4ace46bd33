package io.ambit.benchmarks.remote;

import io.ambit.benchmarks.Lap;
import io.ambit.benchmarks.gate.Deciding;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One tenant with plenty: decided here, and decided by asking a Redis. */
@State(Scope.Benchmark)
public abstract class Remote {
  /** How long one takes, in the median. */
  @BenchmarkMode(Mode.SampleTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public static class Latency extends Remote {}

  /** How many are made: a thread's mean time, waiting for a processor included. */
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public static class Throughput extends Remote {}

  /** A Redis, and both ways to keep a bucket in it over one connection. */
  @State(Scope.Benchmark)
  public static class Redis {
    /** A token bucket with a rate and depth of a million, on the server's clock. */
    private static final String BUCKET =
        """
        local now = redis.call('TIME')
        local micros = now[1] * 1000000 + now[2]
        local state = redis.call('HMGET', KEYS[1], 'tokens', 'micros')
        local tokens = tonumber(state[1] or 1000000)
        local since = micros - tonumber(state[2] or micros)
        tokens = math.min(1000000, tokens + since)
        local admitted = 0
        if tokens >= 1 then
          tokens = tokens - 1
          admitted = 1
        end
        redis.call('HSET', KEYS[1], 'tokens', tokens, 'micros', micros)
        return admitted
        """;

    private static final String[] KEYS = {"bucket:acme"};

    private final RedisProcess process = new RedisProcess();
    private final RedisCommands<String, String> commands = process.client().connect().sync();
    private final String script = commands.scriptLoad(BUCKET);
    private final Bucket bucket = bucket(process);

    boolean script() {
      Long admitted = commands.evalsha(script, ScriptOutputType.INTEGER, KEYS);
      return admitted == 1;
    }

    boolean bucket4j() {
      return bucket.tryConsume(1);
    }

    @TearDown(Level.Trial)
    public void end() {
      process.close();
    }

    private static Bucket bucket(RedisProcess process) {
      BucketConfiguration configuration =
          BucketConfiguration.builder()
              .addLimit(
                  Bandwidth.builder()
                      .capacity(1_000_000)
                      .refillGreedy(1_000_000, Duration.ofSeconds(1))
                      .build())
              .build();
      return Bucket4jLettuce.casBasedBuilder(process.client())
          .build()
          .builder()
          .build("bucket4j:acme".getBytes(StandardCharsets.UTF_8), () -> configuration);
    }
  }

  /** Our own, with an index of its own per thread. */
  @State(Scope.Thread)
  public static class Here {
    private int index;

    @Setup
    public void begin() {
      index = 0;
    }
  }

  @Benchmark
  @OperationsPerInvocation(Lap.OPERATIONS)
  public long gate(Here here, Deciding deciding) {
    long sum = 0;
    for (int i = 0; i < Lap.OPERATIONS; i += Lap.BATCH) {
      long now = System.nanoTime();
      for (int j = 0; j < Lap.BATCH; j++) {
        sum += deciding.admit().run(here.index++, now);
      }
    }
    return sum;
  }

  @Benchmark
  public boolean script(Redis redis) {
    return redis.script();
  }

  @Benchmark
  public boolean bucket4j(Redis redis) {
    return redis.bucket4j();
  }
}
