package io.ambit.lease.tree;

import io.ambit.lease.Boot;
import io.ambit.lease.Grants;
import io.ambit.lease.HeldLease;
import io.ambit.lease.HeldLeases;
import io.ambit.lease.Report;
import io.ambit.lease.Share;
import io.ambit.lease.Stamp;
import io.ambit.model.Mode;
import io.ambit.usage.Usage;
import java.util.List;
import java.util.Optional;

/**
 * An edge: holds leases, reports demand, and acknowledges a grant only once it is on its disk. What
 * is on the disk when it crashes is what it may come back with.
 */
final class Edge {
  private record Disk(Stamp stamp, List<HeldLease> leases) {
    static final Disk EMPTY = new Disk(Stamp.NONE, List.of());
  }

  private final String name;
  private final Tree tree;
  private DriftingClock clock;
  private Boot boot;
  private HeldLeases held;
  private Disk disk = Disk.EMPTY;
  private boolean up = true;
  private long sequence;
  private long demandMilli;
  private long offeredMilli;
  private long admittedMilli;
  private long countedNanos;

  Edge(String name, Tree tree) {
    this.name = name;
    this.tree = tree;
    this.clock = tree.newClock();
    this.boot = tree.newBoot();
    this.held = new HeldLeases(name, boot);
  }

  String name() {
    return name;
  }

  void demand(long milliPerSecond) {
    count();
    demandMilli = milliPerSecond;
  }

  long demandMilli() {
    return demandMilli;
  }

  void crash() {
    up = false;
  }

  /** Stops for good, in order: uses nothing from here on and says so. */
  Optional<Report> leave() {
    Optional<Report> last = report(true);
    up = false;
    disk = Disk.EMPTY;
    return last;
  }

  /** Starts a new boot, with what the disk has or on a new machine. */
  void start(boolean wiped) {
    up = true;
    boot = tree.newBoot();
    held = new HeldLeases(name, boot);
    sequence = 0;
    offeredMilli = 0;
    admittedMilli = 0;
    countedNanos = tree.nowNanos();
    if (wiped) {
      disk = Disk.EMPTY;
      clock = tree.newClock();
    } else {
      held.resume(disk.stamp(), disk.leases());
    }
  }

  /** What it may use now; nothing while it is down. */
  Share usable() {
    Optional<HeldLease> lease = held.find(Tree.KEY);
    return up && lease.isPresent() ? lease.get().usable(now()) : Share.NONE;
  }

  Optional<Report> report() {
    return report(false);
  }

  private Optional<Report> report(boolean leaving) {
    if (!up) {
      return Optional.empty();
    }
    count();
    return Optional.of(
        new Report(
            new Report.Header(name, boot, ++sequence, now()),
            Report.Knows.of(disk.stamp(), 0),
            Mode.TARGET,
            Report.Told.of(List.of(new Usage(Tree.KEY, offeredMilli, admittedMilli))),
            leaving));
  }

  void receive(Grants grants) {
    if (up && held.apply(now(), grants)) {
      Boot writer = boot;
      Disk next = new Disk(held.applied(), List.copyOf(held.all().values()));
      tree.afterDiskDelay(() -> write(writer, next));
    }
  }

  private void write(Boot writer, Disk next) {
    if (up && writer.equals(boot) && next.stamp().isAfter(disk.stamp())) {
      disk = next;
    }
  }

  private void count() {
    double seconds = (tree.nowNanos() - countedNanos) / 1e9;
    offeredMilli += Math.round(demandMilli * seconds);
    admittedMilli += Math.round(Math.min(demandMilli, usable().rateMilli()) * seconds);
    countedNanos = tree.nowNanos();
  }

  private long now() {
    return clock.at(tree.nowNanos());
  }
}
