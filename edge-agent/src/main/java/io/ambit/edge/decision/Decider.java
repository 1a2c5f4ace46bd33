package io.ambit.edge.decision;

import io.ambit.edge.EdgeProperties;
import io.ambit.edge.admission.Bucket;
import io.ambit.edge.admission.Charge;
import io.ambit.edge.admission.Costs;
import io.ambit.edge.admission.Gate;
import io.ambit.edge.admission.Reason;
import io.ambit.edge.admission.Ruling;
import io.ambit.edge.admission.Verdict;
import io.ambit.edge.backend.Pools;
import io.ambit.edge.backend.Spillway;
import io.ambit.edge.backend.TrafficMeter;
import io.ambit.edge.core.HomeRule;
import io.ambit.edge.core.Standing;
import io.ambit.edge.settlement.Receipts;
import io.ambit.edge.settlement.Refused;
import io.ambit.model.Operation;
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
  private final Spillway spillway;
  private final TrafficMeter traffic;
  private final Parking parking;
  private final long parkingNanos;

  Decider(
      Gate gate,
      Pools pools,
      Spillway spillway,
      TrafficMeter traffic,
      DecisionMeters meters,
      EdgeProperties properties,
      Receipts receipts,
      Parking parking) {
    this.spillway = spillway;
    this.traffic = traffic;
    this.parking = parking;
    this.parkingNanos = properties.writeParking().toNanos();
    this.gate = gate;
    this.pools = pools;
    this.meters = meters;
    this.region = properties.region();
    this.receipts = receipts;
  }

  /** Decides at once. */
  public Decision decide(Asked asked) {
    long now = System.nanoTime();
    // Before anything behind is looked at: a write that belongs elsewhere is nobody's load here.
    Ruling bar = asked.operation() == Operation.WRITE ? gate.barWrite(asked.tenant(), now) : null;
    return bar == null ? decideHere(asked, now) : tell(asked, bar, null, now);
  }

  /** Until when a request that came now may be held up by the move of a home. */
  public long patience() {
    return System.nanoTime() + parkingNanos;
  }

  /** Decides; a write whose home moves waits for the end of that, until {@link #patience} ends. */
  public Decision decide(Asked asked, long untilNanos) {
    if (asked.operation() == Operation.WRITE) {
      parking.await(() -> moves(asked.tenant()), untilNanos);
    }
    return decide(asked);
  }

  private boolean moves(String tenant) {
    Ruling bar = gate.barWrite(tenant, System.nanoTime());
    return bar != null && bar.home() != null && bar.home().worthWaiting();
  }

  /** Elsewhere a write of a tenant with a home would be refused. */
  private boolean isAtHome(Asked asked) {
    return asked.operation() == Operation.WRITE && gate.hasHome(asked.tenant());
  }

  private Decision decideHere(Asked asked, long now) {
    Way way = Way.find(pools, spillway, asked, isAtHome(asked), now);
    Ruling ruling = gate.decide(asked.tenant(), asked.operation(), asked.costs(), now, way.ahead());
    way.ruled(ruling, now);
    return tell(asked, ruling, way, now);
  }

  private Decision tell(Asked asked, Ruling ruling, @Nullable Way way, long now) {
    Standing standing = gate.standing();
    Bucket limit = ruling.narrowest(now);
    long aheadNanos = way == null ? 0 : way.waitNanos(ruling, now);
    long waitNanos = Math.max(waitNanos(ruling, limit, asked, now), aheadNanos);
    long retryMillis = spread(waitNanos);
    long remaining = limit == null ? 0 : limit.remaining(now);
    Long leaseAge = leaseAgeMillis(standing, now);
    String id =
        ruling.verdict() == Verdict.ADMIT
            ? receipts.admitted(charge(asked, now, ruling.reason() == Reason.OK))
            : receipts.refused(
                new Refused(
                    charge(asked, now, false),
                    asked.operation(),
                    asked.priority(),
                    ruling.verdict(),
                    ruling.reason(),
                    limit == null ? "" : limit.key().limit(),
                    remaining,
                    retryMillis,
                    standing.mode(),
                    standing.policyRevision(),
                    leaseAge));
    Decision decision =
        new Decision(
            id,
            asked,
            ruling,
            standing,
            route(ruling, way),
            limit,
            remaining,
            retryMillis,
            resetSeconds(limit, retryMillis, now),
            leaseAge);
    meters.count(decision);
    if (way != null) {
      count(way, ruling);
    }
    return decision;
  }

  /** Its region counts it as its own demand, wherever it goes; unless nobody has to serve it. */
  private void count(Way way, Ruling ruling) {
    boolean served =
        ruling.verdict() == Verdict.ADMIT
            || ruling.reason() == Reason.OVERLOAD
            || ruling.reason() == Reason.NO_BACKEND;
    if (served && way.asked().origin() == null) {
      traffic.count(way.asked().priority());
    }
    if (way.cause() != null) {
      meters.spilled(way, ruling.verdict() == Verdict.ADMIT);
    }
  }

  private @Nullable Route route(Ruling ruling, @Nullable Way way) {
    if (ruling.verdict() == Verdict.ADMIT && way != null) {
      String elsewhere = way.elsewhere();
      return elsewhere == null
          ? Route.of(region, way.pool(), way.backend())
          : Route.elsewhere(elsewhere);
    }
    HomeRule home = ruling.reason() == Reason.NOT_HOME ? ruling.home() : null;
    return home == null || home.here() ? null : Route.elsewhere(home.region());
  }

  /** Takes back an admitted request that does not go after all, before anybody is told its id. */
  public void withdraw(Decision decision) {
    receipts.read(decision.id()).ifPresent(receipt -> withdraw(decision, receipt.charge()));
  }

  private void withdraw(Decision decision, Charge charge) {
    long now = System.nanoTime();
    var unused = gate.settle(charge, NOTHING, now);
    Route route = decision.route();
    if (route != null && !route.region().equals(region)) {
      return;
    }
    pools.withdraw(
        now,
        decision.asked().pool(),
        route == null || route.backend() == null ? null : route.backend().id(),
        decision.asked().priority(),
        charge.decidedNanos());
  }

  private static Charge charge(Asked asked, long now, boolean debited) {
    return new Charge(asked.tenant(), asked.costs(), now, debited);
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
