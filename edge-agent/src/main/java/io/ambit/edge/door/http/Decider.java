package io.ambit.edge.door.http;

import io.ambit.edge.EdgeProperties;
import io.ambit.edge.admission.Gate;
import io.ambit.edge.admission.LeaseBucket;
import io.ambit.edge.admission.Ruling;
import io.ambit.edge.core.Standing;
import io.ambit.lease.Boot;
import io.ambit.model.Limit;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks the gate, and adds to its ruling what an answer tells. Thread-safe. */
@Component
final class Decider {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Gate gate;
  private final DecisionMeters meters;
  private final String region;
  private final String idPrefix;
  private final AtomicLong counter = new AtomicLong();

  Decider(Gate gate, DecisionMeters meters, EdgeProperties properties, Boot boot) {
    this.gate = gate;
    this.meters = meters;
    this.region = properties.region();
    this.idPrefix = boot + "-";
  }

  Decision decide(Asked asked) {
    long now = System.nanoTime();
    Ruling ruling = gate.decide(asked.tenant(), asked.cost(), now);
    Standing standing = gate.standing();
    LeaseBucket limit = ruling.narrowest(now);
    long retryMillis = retryMillis(ruling, asked, now);
    Decision decision =
        new Decision(
            idPrefix + Long.toString(counter.incrementAndGet(), Character.MAX_RADIX),
            asked,
            ruling,
            standing,
            region,
            limit,
            limit == null ? 0 : limit.remaining(now),
            retryMillis,
            resetSeconds(limit, retryMillis, now),
            leaseAgeMillis(standing, now));
    meters.count(decision);
    return decision;
  }

  /** Spread over up to a fifth more, so that who was refused together does not return together. */
  private static long retryMillis(Ruling ruling, Asked asked, long now) {
    long waitNanos = ruling.waitNanos(asked.cost() * Limit.MILLI, now);
    long millis = (waitNanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
    return millis + ThreadLocalRandom.current().nextLong(millis / 5 + 1);
  }

  private static long resetSeconds(@Nullable LeaseBucket limit, long retryMillis, long now) {
    if (limit == null || retryMillis > 0) {
      return (retryMillis + 999) / 1_000;
    }
    long fullNanos = limit.waitNanos(limit.depthMilli(now), now);
    return (fullNanos + 999_999_999) / 1_000_000_000;
  }

  private static @Nullable Long leaseAgeMillis(Standing standing, long now) {
    Long answeredNanos = standing.answeredNanos();
    return answeredNanos == null ? null : Math.max(0, now - answeredNanos) / NANOS_PER_MILLI;
  }
}
