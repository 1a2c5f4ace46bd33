package io.ambit.edge.decision;

import io.ambit.edge.EdgeProperties;
import io.ambit.edge.admission.Ahead;
import io.ambit.edge.admission.Bucket;
import io.ambit.edge.admission.Charge;
import io.ambit.edge.admission.Costs;
import io.ambit.edge.admission.Gate;
import io.ambit.edge.admission.Reason;
import io.ambit.edge.admission.Ruling;
import io.ambit.edge.admission.Verdict;
import io.ambit.edge.backend.Pools;
import io.ambit.edge.core.Standing;
import io.ambit.edge.overload.Overload;
import io.ambit.edge.settlement.Receipts;
import io.ambit.model.Priority;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks the gate, and adds to its ruling what an answer tells. Thread-safe. */
@Component
public final class Decider {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long LONGEST_SPREAD_MILLIS = 60_000;

  private static final Costs NOTHING = Costs.of(0);

  private final Gate gate;
  private final DecisionMeters meters;
  private final String region;
  private final Receipts receipts;
  private final Pools pools;

  Decider(
      Gate gate,
      Pools pools,
      DecisionMeters meters,
      EdgeProperties properties,
      Receipts receipts) {
    this.gate = gate;
    this.pools = pools;
    this.meters = meters;
    this.region = properties.region();
    this.receipts = receipts;
  }

  public Decision decide(Asked asked) {
    long now = System.nanoTime();
    Overload overload = pools.of(asked.pool()).overload();
    double draw = Draws.of(asked.requestId());
    Ahead ahead = overload.sheds(asked.priority(), draw) ? Ahead.OVERLOADED : Ahead.CLEAR;
    Ruling ruling = gate.decide(asked.tenant(), asked.costs(), now, ahead);
    tell(overload, ruling, asked.priority(), now);
    long overloadNanos =
        isShed(ruling) ? overload.waitNanos(asked.priority(), draw) : 0;
    Standing standing = gate.standing();
    Bucket limit = ruling.narrowest(now);
    long retryMillis = spread(Math.max(waitNanos(ruling, limit, asked, now), overloadNanos));
    Decision decision =
        new Decision(
            id(ruling, asked, now),
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

  /** Takes back an admitted request that does not go after all, before anybody is told its id. */
  public void withdraw(Decision decision) {
    receipts
        .read(decision.id())
        .ifPresent(receipt -> gate.settle(receipt.charge(), NOTHING, System.nanoTime()));
  }

  private String id(Ruling ruling, Asked asked, long now) {
    return ruling.verdict() == Verdict.ADMIT
        ? receipts.admitted(
            new Charge(asked.tenant(), asked.costs(), now, ruling.reason() == Reason.OK))
        : receipts.refused();
  }

  private static void tell(Overload overload, Ruling ruling, Priority priority, long now) {
    if (ruling.verdict() == Verdict.ADMIT) {
      overload.begin(priority, now);
    } else if (isShed(ruling)) {
      overload.shed(priority);
    } else {
      overload.refused(priority);
    }
  }

  private static boolean isShed(Ruling ruling) {
    return ruling.verdict() != Verdict.ADMIT && ruling.reason() == Reason.OVERLOAD;
  }

  private static long waitNanos(Ruling ruling, @Nullable Bucket limit, Asked asked, long now) {
    long costMilli = limit == null ? 0 : asked.costs().milliOf(limit.key().limit());
    return ruling.waitNanos(costMilli, now);
  }

  /**
   * Whole milliseconds, spread over up to a fifth more, a minute at most, so that who was refused
   * together does not return together.
   */
  private static long spread(long waitNanos) {
    long millis = (waitNanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
    long spread = Math.min(millis / 5, LONGEST_SPREAD_MILLIS);
    return millis + ThreadLocalRandom.current().nextLong(spread + 1);
  }

  private static long resetSeconds(@Nullable Bucket limit, long retryMillis, long now) {
    if (limit == null || retryMillis > 0) {
      return (retryMillis + 999) / 1_000;
    }
    long fullNanos = limit.fullNanos(now);
    return (fullNanos + 999_999_999) / 1_000_000_000;
  }

  private static @Nullable Long leaseAgeMillis(Standing standing, long now) {
    Long answeredNanos = standing.answeredNanos();
    return answeredNanos == null ? null : Math.max(0, now - answeredNanos) / NANOS_PER_MILLI;
  }
}
