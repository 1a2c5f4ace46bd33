package io.ambit.simulator.home;

import io.ambit.failover.LossVote;
import io.ambit.home.CatchingUp;
import io.ambit.home.EdgeSigns;
import io.ambit.home.LeaseEnds;
import io.ambit.home.RegionSigns;
import io.ambit.home.Saga;
import io.ambit.lease.Durations;
import io.ambit.lease.Report;
import io.ambit.lease.WriteLease;
import io.ambit.model.WriteHome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An arbiter: leads a term, reads what it and others wrote, and takes the next step of a move. */
final class ArbiterNode {
  /** What a rule that is taken away would have waited for. */
  private static final RegionSigns ALL_FENCED =
      new RegionSigns(true, true, 0, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  private static final long SILENT_NANOS = Durations.ofMillis(LossVote.SILENT_MILLIS);

  /** Longer than any schedule. */
  private static final long FOREVER_NANOS = Durations.ofMillis(3_600_000);

  final HomeClock clock;
  private final HomeRules rules;
  private EdgeSigns signs = new EdgeSigns();
  private CatchingUp marks = new CatchingUp();
  private LeaseEnds ends = new LeaseEnds(0);
  private long leasesEndNanos;
  private final Map<String, Report> newest = new HashMap<>();
  private int term;
  private int known;
  private long sinceNanos;
  private HomeLog.@Nullable Entry pending;
  private boolean asked;
  private boolean abort;

  ArbiterNode(HomeClock clock, HomeRules rules) {
    this.clock = clock;
    this.rules = rules;
  }

  /** Fences whoever led, and reads everything back. */
  void lead(long nanos, HomeLog log) {
    term = log.open();
    known = log.end();
    sinceNanos = clock.at(nanos);
    ends = new LeaseEnds(rules.predecessorsCounted() ? sinceNanos : sinceNanos - FOREVER_NANOS);
    noteFence(log);
    signs = new EdgeSigns();
    marks = new CatchingUp();
    newest.clear();
    pending = null;
    asked = false;
    abort = false;
  }

  boolean believesToLead() {
    return term > 0;
  }

  void hear(long nanos, Report report) {
    signs.heard(clock.at(nanos), report);
    ends.heard(clock.at(nanos), report.node());
    marks.heard(report);
    Report before = newest.get(report.node());
    if (before == null || report.epoch() >= before.epoch()) {
      newest.put(report.node(), report);
    }
  }

  void read(long nanos, HomeLog log) {
    if (log.end() > known) {
      known = log.end();
      sinceNanos = clock.at(nanos);
      noteFence(log);
      asked = false;
      abort = false;
    }
  }

  /** What is given from now on asks for the record that is known now. */
  private void noteFence(HomeLog log) {
    if (known > 0) {
      leasesEndNanos = ends.endNanos(log.at(known).home().home());
    }
  }

  /** Leases for the regions; written to a log as well, so only who leads gets them out. */
  List<RegionNode.Given> gives(HomeLog log, Map<String, RegionNode> regions, long millis) {
    List<RegionNode.Given> given = new ArrayList<>();
    ends.give(millis);
    if (log.isOpenFor(term)) {
      WriteLease lease = new WriteLease(millis, known);
      for (Report report : newest.values()) {
        RegionNode region = regions.get(report.node());
        if (region != null) {
          given.add(new RegionNode.Given(region, report.boot(), report.sentNanos(), lease));
        }
      }
    }
    return given;
  }

  /** An operator asks for a move. */
  void ask(HomeLog log, String to, boolean unplanned, boolean awaitsMarks) {
    if (isWaiting()) {
      return;
    }
    WriteHome home = log.at(known).home();
    if (!home.isUnsettled() && !home.home().equals(to)) {
      pend(log, home.reserved(to, "f", unplanned, awaitsMarks));
    }
  }

  /**
   * Leaves the home if it was not heard for a while, for a region that was: at the least that is
   * ever asked for, as votes of others only make it rarer.
   */
  void takeOver(long nanos, HomeLog log) {
    if (known == 0) {
      return;
    }
    long now = clock.at(nanos);
    String home = log.at(known).home().home();
    if (isSilent(now, home)) {
      newest.keySet().stream()
          .filter(region -> !isSilent(now, region))
          .sorted()
          .findFirst()
          .ifPresent(region -> ask(log, region, true, false));
    }
  }

  private boolean isSilent(long now, String region) {
    OptionalLong heard = signs.heardNanos(region);
    return heard.isEmpty() || now - heard.getAsLong() > SILENT_NANOS;
  }

  void abort() {
    abort = true;
  }

  /** Decides on the next step from what it knows; it is appended by {@link #append}. */
  void decide(long nanos, HomeLog log) {
    if (isWaiting()) {
      return;
    }
    WriteHome home = log.at(known).home();
    String target = home.target();
    if (target == null) {
      return;
    }
    long now = clock.at(nanos);
    RegionSigns source = rules.fenceWaits() ? signs.of(now, home.home()) : ALL_FENCED;
    boolean caughtUp =
        !home.awaitsMarks() || !rules.marksAwaited() || marks.hasCaughtUp(HomeWorld.TENANT, home);
    Saga.Observed observed =
        new Saga.Observed(
            known,
            now - sinceNanos,
            !rules.leasesAwaited() || now - leasesEndNanos >= 0,
            source,
            signs.of(now, target),
            caughtUp,
            abort);
    if (Saga.next(home, observed) instanceof Saga.Step.Go go) {
      pend(log, go.next());
    }
  }

  private boolean isWaiting() {
    return pending != null || known == 0 || (asked && rules.readsBack());
  }

  private void pend(HomeLog log, WriteHome next) {
    boolean stale = !rules.freshEpochs() && next.state() == WriteHome.State.ABORTED;
    pending = new HomeLog.Entry(next, stale ? log.at(known).epoch() : next.epoch());
  }

  /** Appends what was decided, however long ago; null if there is nothing, or it leads no more. */
  HomeLog.@Nullable Entry append(HomeLog log) {
    HomeLog.Entry entry = pending;
    pending = null;
    if (entry == null || !log.append(term, entry)) {
      return null;
    }
    asked = true;
    return entry;
  }
}
