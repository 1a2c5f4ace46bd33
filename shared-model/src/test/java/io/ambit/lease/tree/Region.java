package io.ambit.lease.tree;

import io.ambit.lease.Boot;
import io.ambit.lease.ClaimTerms;
import io.ambit.lease.Grants;
import io.ambit.lease.HeldLease;
import io.ambit.lease.HeldLeases;
import io.ambit.lease.Holding;
import io.ambit.lease.LeaseTimes;
import io.ambit.lease.Report;
import io.ambit.model.Mode;
import io.ambit.usage.Usage;
import java.util.List;
import java.util.Optional;

/**
 * A region: holds from the arbiter, gives to its edges, and after a crash knows its topic alone.
 */
final class Region {
  private final String name;
  private final Tree tree;
  private final Giver giver = new Giver(LeaseTimes.EDGE);
  private DriftingClock clock;
  private Boot boot;
  private HeldLeases held;
  private boolean up = true;
  private long sequence;
  private long offeredMilli;
  private long admittedMilli;

  Region(String name, Tree tree) {
    this.name = name;
    this.tree = tree;
    this.clock = tree.newClock();
    this.boot = tree.newBoot();
    this.held = new HeldLeases(name, boot);
  }

  String name() {
    return name;
  }

  void crash() {
    up = false;
  }

  /** Stops in order; its edges go on using what they have, and its last report says how much. */
  Optional<Report> leave() {
    Optional<Report> last = up ? Optional.of(newReport(true)) : Optional.empty();
    up = false;
    return last;
  }

  void start() {
    up = true;
    clock = tree.newClock();
    boot = tree.newBoot();
    held = new HeldLeases(name, boot);
    sequence = 0;
    offeredMilli = 0;
    admittedMilli = 0;
    giver.takeOver(now());
  }

  void receive(Report report) {
    if (up) {
      for (Usage growth : giver.receive(now(), report)) {
        offeredMilli += growth.offeredMilli();
        admittedMilli += growth.admittedMilli();
      }
    }
  }

  void receive(Grants grants) {
    if (up) {
      held.apply(now(), grants);
    }
  }

  Optional<Report> report() {
    return up ? Optional.of(newReport(false)) : Optional.empty();
  }

  List<Grants> round() {
    Optional<HeldLease> lease = held.find(Tree.KEY);
    if (!up || lease.isEmpty()) {
      return List.of();
    }
    return giver.round(now(), List.of(holding(lease.get())));
  }

  private Report newReport(boolean leaving) {
    // Regions of this model vow nothing to each other, so they testify to all they heard.
    return new Report(
        new Report.Header(name, boot, ++sequence, now()),
        new Report.Knows(held.applied(), held.applied(), 0),
        Mode.TARGET,
        Report.Told.of(
            List.of(new Usage(Tree.KEY, offeredMilli, admittedMilli)), giver.parent().exposure()),
        leaving);
  }

  private Holding holding(HeldLease lease) {
    return Holding.ofRoot(
        Tree.KEY,
        lease.usable(now()),
        lease.floor(),
        new Holding.Times(
            lease.remainingNanos(now()),
            tree.terms().edgeTtlMillis(),
            tree.terms().edgeHoldMillis()),
        child -> ClaimTerms.EQUAL);
  }

  private long now() {
    return clock.at(tree.nowNanos());
  }
}
