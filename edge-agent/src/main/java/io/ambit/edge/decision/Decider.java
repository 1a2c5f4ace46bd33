package io.ambit.edge.decision;

import io.ambit.edge.EdgeProperties;
import io.ambit.edge.admission.Bucket;
import io.ambit.edge.admission.Charge;
import io.ambit.edge.admission.Costs;
import io.ambit.edge.admission.Gate;
import io.ambit.edge.admission.Reason;
import io.ambit.edge.admission.Ruling;
import io.ambit.edge.admission.Verdict;
import io.ambit.edge.core.Standing;
import io.ambit.edge.settlement.Receipts;
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

  Decider(Gate gate, DecisionMeters meters, EdgeProperties properties, Receipts receipts) {
    this.gate = gate;
    this.meters = meters;
    this.region = properties.region();
    this.receipts = receipts;
  }

  public Decision decide(Asked asked) {
    long now = System.nanoTime();
    Ruling ruling = gate.decide(asked.tenant(), asked.costs(), now);
    Standing standing = gate.standing();
    Bucket limit = ruling.narrowest(now);
    long retryMillis = retryMillis(ruling, limit, asked, now);
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

  /**
   * Spread over up to a fifth more, a minute at most, so that who was refused together does not
   * return together.
   */
  private static long retryMillis(Ruling ruling, @Nullable Bucket limit, Asked asked, long now) {
    long costMilli = limit == null ? 0 : asked.costs().milliOf(limit.key().limit());
    long waitNanos = ruling.waitNanos(costMilli, now);
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
