package io.ambit.global.door.redis;

import io.ambit.global.core.ArbiterCore;
import io.ambit.global.core.ArbiterEffect;
import io.ambit.global.core.ArbiterInput;
import io.ambit.global.history.UsageHistory;
import io.ambit.global.history.UsagePoint;
import io.ambit.lease.LeaseParent;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.runtime.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.StringRedisConnection;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * A quarter of an hour of usage in Redis: one list per tenant, {@code ambit:usage:<tenant>}, a
 * sample every five seconds, at most {@value #MOST_SAMPLES} of them, for the {@value #MOST_TENANTS}
 * busiest tenants. It evaporates unless it grows.
 */
@Component
final class RedisHistory implements UsageHistory {
  static final int MOST_SAMPLES = 180;
  static final int MOST_TENANTS = 1_000;

  private static final Duration TTL = Duration.ofMinutes(15);
  private static final long PATIENCE_MILLIS = 1_000;
  private static final String PREFIX = "ambit:usage:";

  private final GuardedRedis redis;
  private final Loop<ArbiterInput, ArbiterEffect, ArbiterCore> loop;

  private record Sample(String tenant, long offeredMilli, long admittedMilli) {
    Sample plus(Sample other) {
      return new Sample(
          tenant, offeredMilli + other.offeredMilli, admittedMilli + other.admittedMilli);
    }
  }

  RedisHistory(GuardedRedis redis, Loop<ArbiterInput, ArbiterEffect, ArbiterCore> loop) {
    this.redis = redis;
    this.loop = loop;
  }

  @Override
  public Optional<List<UsagePoint>> of(String tenant) {
    return redis
        .ask(r -> Optional.ofNullable(r.opsForList().range(PREFIX + tenant, 0, MOST_SAMPLES - 1)))
        .map(lines -> points(lines.orElse(List.of())));
  }

  /** Tells the core whether Redis is there, so that its mode and status say so. */
  @Scheduled(fixedDelay = 500)
  void probe() {
    redis.ask(r -> r.execute(RedisConnection::ping, true));
    // A full queue has more to say than this; the next probe comes soon.
    var unused = loop.offer(new ArbiterInput.RedisSeen(!redis.isGone()));
  }

  @Scheduled(fixedRate = 5_000)
  void sample() throws Exception {
    try {
      List<Sample> samples =
          loop.ask(core -> samples(core.regions(), System.nanoTime()))
              .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      if (!samples.isEmpty()) {
        redis.ask(r -> r.executePipelined(append(samples, System.currentTimeMillis())));
      }
    } catch (TimeoutException busy) {
      // A plot with a gap is worth less than the loop's time.
      return;
    }
  }

  private static List<Sample> samples(LeaseParent regions, long now) {
    SortedMap<String, Sample> byTenant = new TreeMap<>();
    for (LimitKey key : regions.metered(now)) {
      long offered = regions.offeredPerSecondMilli(now, key);
      long admitted = regions.admittedPerSecondMilli(now, key);
      byTenant.merge(key.tenant(), new Sample(key.tenant(), offered, admitted), Sample::plus);
    }
    return byTenant.values().stream()
        .sorted(Comparator.comparingLong(Sample::offeredMilli).reversed())
        .limit(MOST_TENANTS)
        .toList();
  }

  private static RedisCallback<Object> append(List<Sample> samples, long timeMillis) {
    return connection -> {
      StringRedisConnection strings = (StringRedisConnection) connection;
      for (Sample sample : samples) {
        String key = PREFIX + sample.tenant();
        strings.lPush(
            key, "%d,%d,%d".formatted(timeMillis, sample.offeredMilli(), sample.admittedMilli()));
        strings.lTrim(key, 0, MOST_SAMPLES - 1);
        strings.pExpire(key, TTL.toMillis());
      }
      return null;
    };
  }

  /** Newest first in Redis, oldest first here; a line nobody can read is left out. */
  private static List<UsagePoint> points(List<String> lines) {
    List<UsagePoint> points = new ArrayList<>();
    for (String line : lines.reversed()) {
      String[] parts = line.split(",", -1);
      if (line.matches("[0-9]{1,18},[0-9]{1,18},[0-9]{1,18}")) {
        points.add(
            new UsagePoint(Long.parseLong(parts[0]), perSecond(parts[1]), perSecond(parts[2])));
      }
    }
    return points;
  }

  private static double perSecond(String milli) {
    return (double) Long.parseLong(milli) / Limit.MILLI;
  }
}
