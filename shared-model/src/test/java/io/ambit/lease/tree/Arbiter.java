package io.ambit.lease.tree;

import io.ambit.lease.ClaimTerms;
import io.ambit.lease.Durations;
import io.ambit.lease.Grants;
import io.ambit.lease.Holding;
import io.ambit.lease.LeaseTimes;
import io.ambit.lease.Report;
import io.ambit.lease.Share;
import io.ambit.model.Limit;
import java.util.List;

/** The arbiter: gives one limit to the regions. */
final class Arbiter {
  private static final long FOREVER_NANOS = 3_600_000_000_000L;

  private final Tree tree;
  private final Giver giver = new Giver(LeaseTimes.REGION);
  private DriftingClock clock;
  private boolean up = true;
  private boolean withdrawn;

  Arbiter(Tree tree) {
    this.tree = tree;
    this.clock = tree.newClock();
  }

  /** Takes the limit back, or gives it again. */
  void withdraw(boolean whether) {
    withdrawn = whether;
  }

  void crash() {
    up = false;
  }

  void start() {
    up = true;
    clock = tree.newClock();
    giver.takeOver(now());
  }

  void receive(Report report) {
    if (up) {
      giver.receive(now(), report);
    }
  }

  List<Grants> round(Limit limit) {
    List<Holding> holdings = withdrawn ? List.of() : List.of(holding(limit));
    return up ? giver.round(now(), holdings) : List.of();
  }

  private Holding holding(Limit limit) {
    long rate = Durations.derated(limit.rateMilli());
    long floorDepth = limit.burst() / 4 * Limit.MILLI;
    return Holding.ofRoot(
        Tree.KEY,
        new Share(rate, limit.depthMilli()),
        new Share(rate / 100 * tree.terms().floorPercent(), floorDepth),
        new Holding.Times(
            FOREVER_NANOS, tree.terms().regionTtlMillis(), tree.terms().regionHoldMillis()),
        child -> ClaimTerms.EQUAL);
  }

  private long now() {
    return clock.at(tree.nowNanos());
  }
}
