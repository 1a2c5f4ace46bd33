package io.ambit.region.core;

import io.ambit.backend.BackendBook;
import io.ambit.backend.BackendNews;
import io.ambit.escrow.Allotments;
import io.ambit.escrow.EscrowRelay;
import io.ambit.escrow.EscrowReport;
import io.ambit.failover.Earshot;
import io.ambit.failover.Traffic;
import io.ambit.failover.TrafficBook;
import io.ambit.lease.Boot;
import io.ambit.lease.Durations;
import io.ambit.lease.Exposure;
import io.ambit.lease.Grants;
import io.ambit.lease.HeldLease;
import io.ambit.lease.HeldLeases;
import io.ambit.lease.Holding;
import io.ambit.lease.LeaseParent;
import io.ambit.lease.LeaseTimes;
import io.ambit.lease.Removal;
import io.ambit.lease.Report;
import io.ambit.lease.Share;
import io.ambit.lease.Stamp;
import io.ambit.lease.Term;
import io.ambit.mode.ModeLadder;
import io.ambit.model.Budget;
import io.ambit.model.ControlLoss;
import io.ambit.model.LimitKey;
import io.ambit.model.Mode;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.runtime.Core;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A region: holds leases from the arbiter as an edge does, and gives leases to its edges as the
 * arbiter does. What a successor must not lose is in the region's two topics; it reads them back
 * before it gives or relays anything. One core serves one term of ownership: deposed, it does
 * nothing more, and the next term begins with a fresh one.
 *
 * <p>Not thread-safe; owned by one loop.
 */
public final class RegionCore implements Core<RegionInput, RegionEffect> {
  private static final long REPORT_NANOS = Durations.ofMillis(95);
  private static final long URGENT_NANOS = Durations.ofMillis(20);
  private static final long FULL_REPORT_NANOS = Durations.ofMillis(1_000);
  private static final long ROSTER_NANOS = Durations.ofMillis(1_000);
  private static final long PROBE_NANOS = Durations.ofMillis(Earshot.PROBE_MILLIS);
  private static final long TRAFFIC_NANOS = Durations.ofMillis(1_000);

  /** An edge that says nothing of its traffic for so long has none. */
  private static final long TRAFFIC_MILLIS = 5_000;

  private static final long MODE_HOLD_NANOS = Durations.ofMillis(1_000);

  private final String region;
  private final Boot boot;
  private final HeldLeases held;
  private final ModeLadder mode = new ModeLadder(MODE_HOLD_NANOS);
  private final Relayed policy = new Relayed();
  private final RegionTotals totals = new RegionTotals();
  private final SortedMap<String, Grants> given = new TreeMap<>();
  private final ToTell toTell = new ToTell();
  private final RegionEscrow escrow;
  private final WritesOnward writes = new WritesOnward();
  private final BackendBook backends = new BackendBook();
  private final TrafficBook traffic = new TrafficBook();
  private final Every tellTraffic = new Every(TRAFFIC_NANOS);
  private final Earshot earshot;
  private final Every probe = new Every(PROBE_NANOS);
  private final Every urgent = new Every(URGENT_NANOS);
  private final Every report = new Every(REPORT_NANOS);
  private final Every fullReport = new Every(FULL_REPORT_NANOS);
  private final Every roster = new Every(ROSTER_NANOS);
  private LeaseParent edges = new LeaseParent(0, LeaseTimes.EDGE);
  private Learned learned = new Learned(edges);
  private @Nullable Solidarity solidarity;
  private boolean leading;

  /** Whether this owner's epoch is in the log, so that no other one will speak under it. */
  private boolean speaking;

  private boolean deposed;
  private boolean standingBy;
  private long leadingNanos;
  private long epoch;
  private long lastEpoch;
  private long reportSequence;

  public RegionCore(String region, Boot boot) {
    this.region = region;
    this.boot = boot;
    this.held = new HeldLeases(region, boot);
    this.escrow = new RegionEscrow(region);
    this.earshot = new Earshot(region);
  }

  @Override
  public List<RegionEffect> step(long nowNanos, RegionInput input) {
    return switch (input) {
      case RegionInput.Tick tick -> leading ? tick(nowNanos, tick) : idle(nowNanos);
      case RegionInput.PolicyRead read -> read(read);
      case RegionInput.PolicyForgotten forgotten -> forget(forgotten.key());
      case RegionInput.IntentReplayed replayed -> compare(replayed.endRevision());
      case RegionInput.RelayedRead relayed -> restore(relayed);
      case RegionInput.GrantsRead grants -> hold(nowNanos, grants.grants());
      case RegionInput.GivenRead past -> restore(past.grants());
      case RegionInput.TermRead past -> restore(past.term());
      case RegionInput.ReplayDone done -> lead(nowNanos);
      case RegionInput.TermBegun begun -> begin();
      case RegionInput.StandingBy by -> standBy();
      case RegionInput.Deposed out -> stepDown();
      case RegionInput.Reported reported -> receive(nowNanos, reported.report());
      case RegionInput.AllotmentsRead read -> apply(read.allotments());
      case RegionInput.AllotmentsGivenRead past -> restore(past.allotments());
      case RegionInput.EscrowReported reported -> receive(nowNanos, reported.report());
      case RegionInput.BackendsTold told -> hear(nowNanos, told.news());
      case RegionInput.TrafficTold told -> hear(nowNanos, told.traffic());
      case RegionInput.Probed probed -> probed(nowNanos, probed);
      case RegionInput.Sworn sworn -> sworn(nowNanos, sworn);
      case RegionInput.EdgeGone gone -> deregister(nowNanos, gone);
      case RegionInput.VowAsked asked -> asked(nowNanos, asked);
      case RegionInput.Vowed vowed -> vowed(nowNanos, vowed);
    };
  }

  /** The region's name. */
  public String region() {
    return region;
  }

  public boolean leading() {
    return leading;
  }

  public HeldLeases held() {
    return held;
  }

  public LeaseParent edges() {
    return edges;
  }

  /** The period budgets of this region. */
  public EscrowRelay escrow() {
    return escrow.relay();
  }

  public PolicyBook policy() {
    return policy.intent();
  }

  /** Spill tables that are kept from the edges. */
  public RefusedTables refusedTables() {
    return policy.refused();
  }

  public ModeLadder mode() {
    return mode;
  }

  /** What was offered and admitted in the region since this boot, by limit. */
  public SortedMap<LimitKey, Usage> totals() {
    return totals.view();
  }

  private List<RegionEffect> read(RegionInput.PolicyRead read) {
    policy.read(read.record());
    return leading ? policy.tell(read.record()) : List.of();
  }

  private List<RegionEffect> forget(PolicyKey key) {
    List<RegionEffect> effects = policy.forget(key);
    return leading ? effects : List.of();
  }

  private List<RegionEffect> compare(long endRevision) {
    policy.replayed(endRevision);
    return leading ? policy.catchUp() : List.of();
  }

  private List<RegionEffect> restore(RegionInput.RelayedRead relayed) {
    policy.restore(relayed.record());
    return List.of();
  }

  /** The newest grant of an edge is all its predecessors' grants that matter: they are absolute. */
  private List<RegionEffect> restore(Grants grants) {
    if (!leading) {
      given.merge(grants.node(), grants, (a, b) -> b.stamp().isAfter(a.stamp()) ? b : a);
    }
    return List.of();
  }

  private List<RegionEffect> restore(Term past) {
    lastEpoch = Math.max(lastEpoch, past.epoch());
    return List.of();
  }

  private List<RegionEffect> begin() {
    speaking = leading;
    return List.of();
  }

  private List<RegionEffect> standBy() {
    standingBy = true;
    return List.of();
  }

  /** A standby has nothing to worry about; a core that is deposed keeps the mode it had. */
  private List<RegionEffect> idle(long nowNanos) {
    List<RegionEffect> effects = new ArrayList<>();
    if (standingBy) {
      mode.observe(nowNanos, Mode.TARGET, "standing_by")
          .ifPresent(change -> effects.add(new RegionEffect.ChangeMode(change)));
    }
    return effects;
  }

  private List<RegionEffect> stepDown() {
    deposed = true;
    leading = false;
    return List.of();
  }

  private List<RegionEffect> lead(long nowNanos) {
    if (deposed) {
      return List.of();
    }
    given.values().forEach(grants -> restore(new Term(region, grants.stamp().epoch())));
    epoch = lastEpoch + 1;
    edges = new LeaseParent(epoch, LeaseTimes.EDGE);
    learned = new Learned(edges);
    given.values().forEach(grants -> edges.restore(nowNanos, grants));
    given.clear();
    escrow.lead(epoch);
    leading = true;
    leadingNanos = nowNanos;
    solidarity = new Solidarity(nowNanos, region);
    List<RegionEffect> effects = new ArrayList<>();
    effects.add(new RegionEffect.BeginTerm(new Term(region, epoch)));
    effects.addAll(policy.catchUp());
    effects.add(new RegionEffect.Lead(epoch));
    return effects;
  }

  private List<RegionEffect> hold(long nowNanos, Grants grants) {
    Solidarity peers = solidarity;
    if (held.apply(nowNanos, grants)) {
      writes.heard(grants);
      if (peers != null) {
        peers.heard(nowNanos, grants);
      }
    }
    return leading ? round(nowNanos) : List.of();
  }

  /** A standby says nothing: it knows nothing of edges. */
  private List<RegionEffect> deregister(long nowNanos, RegionInput.EdgeGone said) {
    if (!leading) {
      return List.of();
    }
    Removal removal = edges.deregister(nowNanos, said.edge());
    List<RegionEffect> effects = new ArrayList<>();
    if (removal instanceof Removal.Gone gone) {
      gone.record().ifPresent(grants -> effects.add(new RegionEffect.Give(grants)));
    }
    effects.add(new RegionEffect.AnswerEdgeGone(said.id(), removal));
    return effects;
  }

  private List<RegionEffect> sworn(long nowNanos, RegionInput.Sworn sworn) {
    Solidarity peers = solidarity;
    return peers == null ? List.of() : peers.sworn(nowNanos, sworn.number());
  }

  private List<RegionEffect> asked(long nowNanos, RegionInput.VowAsked asked) {
    Solidarity peers = solidarity;
    return peers == null || !leading
        ? List.of(new RegionEffect.AnswerVow(asked.id(), false))
        : peers.asked(nowNanos, asked);
  }

  private List<RegionEffect> vowed(long nowNanos, RegionInput.Vowed vowed) {
    Solidarity peers = solidarity;
    if (peers != null) {
      peers.vowed(nowNanos, vowed);
    }
    return List.of();
  }

  private List<RegionEffect> receive(long nowNanos, Report edge) {
    if (!leading) {
      return List.of();
    }
    learned.heard(edge, writes.heard(edge));
    totals.add(edges.receive(nowNanos, edge));
    boolean inNeed = edges.isUrgent() && urgent.isDue(nowNanos);
    List<RegionEffect> effects = new ArrayList<>(inNeed ? round(nowNanos) : List.of());
    if (speaking && isWorthAReport(nowNanos, inNeed)) {
      effects.add(new RegionEffect.SendReport(nextReport(nowNanos)));
    }
    return effects;
  }

  /** What the last edge learned is told at once: that is what the arbiter waits for. */
  private boolean isWorthAReport(long nowNanos, boolean inNeed) {
    if (learned.isComplete(nowNanos, policy.intent().revision())) {
      report.begin(nowNanos);
      return true;
    }
    return (inNeed || learned.isMore()) && report.isDue(nowNanos, URGENT_NANOS);
  }

  private List<RegionEffect> apply(Allotments allotments) {
    escrow.apply(allotments);
    return List.of();
  }

  private List<RegionEffect> restore(Allotments allotments) {
    if (!leading) {
      escrow.restore(allotments);
    }
    return List.of();
  }

  private List<RegionEffect> receive(long nowNanos, EscrowReport report) {
    if (leading) {
      escrow.receive(nowNanos, report);
    }
    return List.of();
  }

  /** Who comes or goes is passed on at once, renewals as they are due. */
  private List<RegionEffect> hear(long nowNanos, BackendNews news) {
    news.sightings().forEach(each -> backends.take(nowNanos, each));
    return leading ? tellBackends(nowNanos) : List.of();
  }

  private List<RegionEffect> hear(long nowNanos, Traffic edge) {
    traffic.take(nowNanos, edge);
    return List.of();
  }

  /** What the edges that are heard say of their traffic, as one. */
  private List<RegionEffect> tellTraffic(long nowNanos) {
    if (!tellTraffic.isDue(nowNanos)) {
      return List.of();
    }
    traffic.forget(nowNanos, TRAFFIC_MILLIS);
    return traffic.nodes().isEmpty()
        ? List.of()
        : List.of(
            new RegionEffect.TellTraffic(
                traffic
                    .sum(region)
                    .refusing(
                        policy.refused().now().map(RefusedTables.Refused::refusal).orElse(null))));
  }

  /** Where anything may move by itself, other regions are watched, and what is seen is told. */
  private List<RegionEffect> watch(long nowNanos) {
    if (!policy.intent().failoverPolicy().watchesRegions() || !probe.isDue(nowNanos)) {
      return List.of();
    }
    long nowMillis = Durations.toMillis(nowNanos);
    earshot.begin(nowMillis);
    return List.of(
        new RegionEffect.TellReach(earshot.tell(nowMillis)),
        new RegionEffect.ProbeRegions(nowNanos));
  }

  private List<RegionEffect> probed(long nowNanos, RegionInput.Probed probed) {
    long nowMillis = Durations.toMillis(nowNanos);
    if (probed.answered()) {
      earshot.answered(nowMillis, probed.region());
    } else {
      earshot.failed(nowMillis, probed.region(), Durations.toMillis(probed.sentNanos()));
    }
    return List.of();
  }

  private List<RegionEffect> tellBackends(long nowNanos) {
    backends.evaporate(nowNanos);
    return backends
        .takeDue(nowNanos)
        .<List<RegionEffect>>map(
            due -> List.of(new RegionEffect.TellBackends(new BackendNews(region, due))))
        .orElse(List.of());
  }

  /** Who says to be there to serve requests. */
  public BackendBook backends() {
    return backends;
  }

  private List<RegionEffect> tick(long nowNanos, RegionInput.Tick tick) {
    List<RegionEffect> effects = new ArrayList<>(stand(nowNanos));
    effects.addAll(observe(nowNanos));
    effects.addAll(round(nowNanos));
    if (speaking) {
      effects.addAll(escrow.tick(nowNanos, tick.wallMillis()));
    }
    effects.addAll(tellBackends(nowNanos));
    effects.addAll(tellTraffic(nowNanos));
    effects.addAll(watch(nowNanos));
    if (speaking && report.isDue(nowNanos)) {
      effects.add(new RegionEffect.SendReport(nextReport(nowNanos)));
    }
    if (roster.isDue(nowNanos)) {
      effects.add(new RegionEffect.ShowRoster(edges.roster(nowNanos)));
    }
    return effects;
  }

  /** Keeps leases past their end as long as enough regions vow that the arbiter is silent. */
  private void keep(long nowNanos) {
    Solidarity peers = solidarity;
    if (peers != null && peers.vows().untilNanos() - nowNanos > 0) {
      held.keep(peers.vows().sinceNanos(), peers.vows().untilNanos());
    }
  }

  private List<RegionEffect> stand(long nowNanos) {
    Solidarity peers = solidarity;
    return peers == null ? List.of() : peers.tick(nowNanos);
  }

  private List<RegionEffect> observe(long nowNanos) {
    long ageMillis = Durations.toMillis(held.ageNanos(nowNanos).orElse(nowNanos - leadingNanos));
    if (held.ageNanos(nowNanos).isEmpty() && ageMillis <= 3 * LeaseTimes.REGION.renewMillis()) {
      // Nobody answers sooner than asked.
      return List.of();
    }
    Mode signal = Mode.TARGET;
    if (ageMillis > LeaseTimes.REGION.ttlMillis() + ControlLoss.DEFAULT.graceMillis()) {
      signal = Mode.FLOOR;
    } else if (ageMillis > 3 * LeaseTimes.REGION.renewMillis()) {
      signal = Mode.DEGRADED;
    }
    String why = signal == Mode.TARGET ? "arbiter_answers" : "arbiter_silent";
    List<RegionEffect> effects = new ArrayList<>();
    mode.observe(nowNanos, signal, why).ifPresent(c -> effects.add(new RegionEffect.ChangeMode(c)));
    return effects;
  }

  private List<RegionEffect> round(long nowNanos) {
    keep(nowNanos);
    List<Holding> holdings = holdings(nowNanos);
    if (holdings.isEmpty() && held.ageNanos(nowNanos).isEmpty()) {
      // Nothing heard from above since this boot: the edges keep what they were given before it.
      return List.of();
    }
    List<RegionEffect> effects = new ArrayList<>();
    edges.allowWrites(writes.allowed(nowNanos, policy.intent()));
    edges.round(nowNanos, holdings).forEach(g -> effects.add(new RegionEffect.Give(g)));
    return effects;
  }

  /** What may be given on: live leases, and what has ended as its floor alone. */
  private List<Holding> holdings(long nowNanos) {
    return held.all().values().stream().map(lease -> holding(nowNanos, lease)).toList();
  }

  private Holding holding(long nowNanos, HeldLease lease) {
    long graceMillis =
        policy
            .intent()
            .effectiveBudget(lease.key().tenant())
            .map(Budget::onControlLoss)
            .orElse(ControlLoss.DEFAULT)
            .graceMillis();
    return Onward.of(nowNanos, lease, edges, graceMillis);
  }

  /** What edges use beyond the lease held now was given of what is beyond the limit. */
  private List<Exposure> exposure() {
    return edges.exposure().stream().map(this::exposure).toList();
  }

  private Exposure exposure(Exposure of) {
    Share lease = held.find(of.key()).map(HeldLease::lease).orElse(Share.NONE);
    Share over = of.lease().plus(of.beyond()).minus(lease);
    return new Exposure(of.key(), of.lease(), of.floor(), of.beyond().max(over));
  }

  private Report nextReport(long nowNanos) {
    Solidarity peers = solidarity;
    learned.told();
    edges.returned().forEach(totals::returned);
    List<Exposure> exposed = exposure();
    ToTell.Told told =
        toTell.next(
            nowNanos,
            fullReport.isDue(nowNanos) ? totals.all() : totals.takeChanged(),
            totals.view(),
            exposed,
            held.all());
    return new Report(
        new Report.Header(region, boot, ++reportSequence, nowNanos, epoch),
        new Report.Knows(
            held.applied(),
            peers == null ? Stamp.NONE : peers.testimony(nowNanos),
            policy.intent().revision()),
        mode.mode(),
        new Report.Told(
            told.usage(),
            told.exposure(),
            told.gaps(),
            edges.roster(nowNanos),
            writes.marks(policy.intent())),
        false);
  }
}
