package io.ambit.simulator.home;

import io.ambit.lease.HeldWrites;
import io.ambit.lease.WriteLease;
import java.util.OptionalLong;

/** An edge: what it knows of the home, what its disk knows, and how long it may admit. */
final class EdgeNode {
  final String name;
  final RegionNode region;
  final HomeClock clock;
  private final HomeRules rules;
  private HeldWrites writes = new HeldWrites();
  private int boot;
  private long sequence;
  private int known;
  private int onDisk;

  EdgeNode(String name, RegionNode region, HomeClock clock, HomeRules rules) {
    this.name = name;
    this.region = region;
    this.clock = clock;
    this.rules = rules;
  }

  /** An edge's report, as far as homes go. */
  record Said(EdgeNode edge, int boot, long sequence, long sentNanos, int revision) {}

  /** A region's answer. */
  record Given(EdgeNode edge, int boot, long sentNanos, WriteLease lease) {}

  Said report(long nanos) {
    return new Said(this, boot, ++sequence, clock.at(nanos), known);
  }

  void hear(Given given) {
    if (given.boot() == boot) {
      writes.take(given.sentNanos(), given.lease());
    }
  }

  /** Reads what its region relayed, up to some record. */
  void read(int revision) {
    known = Math.max(known, revision);
  }

  void persist() {
    onDisk = known;
  }

  void restart() {
    boot++;
    known = onDisk;
    writes = new HeldWrites();
  }

  int known() {
    return known;
  }

  /** The epoch under which it admits a write now. */
  OptionalLong admits(long nanos, HomeLog log) {
    writes.know(rules.leasesBind() ? known : Integer.MAX_VALUE);
    if (known == 0 || writes.remainingNanos(clock.at(nanos)) == 0) {
      return OptionalLong.empty();
    }
    HomeLog.Entry entry = log.at(known);
    return entry.home().admits(region.name) ? OptionalLong.of(entry.epoch()) : OptionalLong.empty();
  }
}
