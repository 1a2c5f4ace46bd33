package io.ambit.simulator.example;

import io.ambit.lease.Boot;
import io.ambit.lease.ClaimTerms;
import io.ambit.lease.Exposure;
import io.ambit.lease.Grants;
import io.ambit.lease.Holding;
import io.ambit.lease.Ladder;
import io.ambit.lease.LeaseParent;
import io.ambit.lease.LeaseTimes;
import io.ambit.lease.Report;
import io.ambit.lease.Share;
import io.ambit.lease.Stamp;
import io.ambit.model.LimitKey;
import io.ambit.model.Mode;
import io.ambit.usage.Usage;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A parent, and what is said between it and its children, by hand. */
final class Family {
  static final LimitKey KEY = new LimitKey("acme", "requests");
  static final long SECOND = 1_000_000_000;
  static final long MILLI = 1_000_000;
  static final Share WHOLE = new Share(1_000_000, 100_000);
  static final Share FLOOR = new Share(10_000, 24_000);
  static final Boot BOOT = boot(1);

  private final LeaseParent parent;
  private final SortedMap<String, Long> sequences = new TreeMap<>();
  private final SortedMap<String, Long> asked = new TreeMap<>();
  private final SortedMap<String, Grants> newest = new TreeMap<>();
  private Share holding = WHOLE;
  private Ladder ladder = Ladder.HOLD;
  private long nowNanos;

  Family(LeaseTimes times) {
    this.parent = new LeaseParent(1, times);
  }

  static Boot boot(long number) {
    return Boot.of(number, number);
  }

  LeaseParent parent() {
    return parent;
  }

  long nowNanos() {
    return nowNanos;
  }

  void sleep(long nanos) {
    nowNanos += nanos;
  }

  /** From the next round on there is so much to give. */
  void holds(Share share) {
    holding = share;
  }

  void declares(Ladder next) {
    ladder = next;
  }

  /** The stamp of what {@code node} was last given. */
  Stamp last(String node) {
    Grants grants = newest.get(node);
    return grants == null ? Stamp.NONE : grants.stamp();
  }

  /** What {@code node} was last given. */
  Grants record(String node) {
    Grants grants = newest.get(node);
    if (grants == null) {
      throw new IllegalStateException(node + " was given nothing");
    }
    return grants;
  }

  Share lease(String node) {
    Grants grants = newest.get(node);
    return grants == null || grants.leases().isEmpty()
        ? Share.NONE
        : grants.leases().getFirst().lease();
  }

  /** Tokens filled so far, as the newest grant says. */
  long filledMilli(String node) {
    Grants grants = newest.get(node);
    return grants == null || grants.leases().isEmpty()
        ? 0
        : grants.leases().getFirst().filledMilli();
  }

  Share charged(String node) {
    return parent.charged(node, KEY);
  }

  /** A report that acknowledges {@code applied} and is asked for much more than there is. */
  void report(String node, Boot boot, Stamp applied) {
    report(node, boot, applied, 0, Share.NONE, false, 0);
  }

  void report(
      String node,
      Boot boot,
      Stamp applied,
      long returnedMilli,
      Share exposed,
      boolean leaving,
      long epoch) {
    long sequence = sequences.merge(node, 1L, Long::sum);
    long offered = asked.merge(node, 100_000L, Long::sum);
    parent.receive(
        nowNanos,
        new Report(
                new Report.Header(node, boot, sequence, nowNanos),
                Report.Knows.of(applied, 0),
                Mode.TARGET,
                Report.Told.of(
                    List.of(new Usage(KEY, offered, offered / 10, returnedMilli)),
                    List.of(new Exposure(KEY, exposed, Share.NONE))),
                leaving)
            .under(epoch));
  }

  /** One round; what it gave is in {@link #last} and {@link #lease}. */
  void round() {
    Holding all =
        Holding.ofRoot(
                KEY,
                holding,
                FLOOR.min(holding),
                new Holding.Times(600 * SECOND, 3_000, 18_000),
                child -> ClaimTerms.EQUAL)
            .by(ladder);
    parent.round(nowNanos, List.of(all)).forEach(grants -> newest.put(grants.node(), grants));
  }
}
