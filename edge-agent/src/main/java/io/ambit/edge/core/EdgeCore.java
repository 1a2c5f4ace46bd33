package io.ambit.edge.core;

import io.ambit.edge.core.leaf.LeafAction;
import io.ambit.edge.core.leaf.LeafReport;
import io.ambit.edge.core.leaf.Leaves;
import io.ambit.escrow.Allotments;
import io.ambit.lease.Boot;
import io.ambit.lease.Durations;
import io.ambit.lease.Grants;
import io.ambit.lease.HeldLease;
import io.ambit.lease.HeldLeases;
import io.ambit.lease.HeldWrites;
import io.ambit.lease.Report;
import io.ambit.lease.Share;
import io.ambit.lease.Stamp;
import io.ambit.lease.WriteMark;
import io.ambit.lease.WriteMarks;
import io.ambit.mode.ModeChange;
import io.ambit.mode.ModeLadder;
import io.ambit.model.LimitKey;
import io.ambit.model.Mode;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.runtime.Core;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An edge: holds leases from its region and tells the gate what it may admit on them. What it
 * acknowledges in a report it has on disk, because the region forgets older, larger leases then and
 * a restart must not bring one back.
 *
 * <p>Not thread-safe; owned by one loop. Only ticks may come before {@link EdgeInput.Resumed}, and
 * until then they do nothing: a report that acknowledges nothing would free what is about to be
 * resumed.
 */
public final class EdgeCore implements Core<EdgeInput, EdgeEffect> {
  /** The region renews every second; an answer older than this says that it is silent. */
  static final long SILENT_NANOS = Durations.ofMillis(2_500);

  /** Only a region that certainly listens is told that this edge leaves. */
  static final long LEAVE_NANOS = Durations.ofMillis(1_500);

  private static final long MODE_HOLD_NANOS = Durations.ofMillis(1_000);

  private final String node;
  private final Boot boot;
  private final PolicyIntent policy = new PolicyIntent();
  private final Strangers strangers = new Strangers();
  private final UsageToReport usage = new UsageToReport();
  private final Reports reports;
  private final ModeLadder mode = new ModeLadder(MODE_HOLD_NANOS);
  private final HeldLeases held;
  private final PeriodBudgets periods;
  private final HeldWrites writes = new HeldWrites();
  private final WriteMarks marks = new WriteMarks();
  private final LeafBudgets leaves;
  private final Tables tables;
  private SortedSet<LimitKey> ended = new TreeSet<>();
  private Stamp persisted = Stamp.NONE;
  private @Nullable Long answeredNanos;
  private long durableVersion;
  private long startNanos;
  private long publishedNanos;
  private boolean resumed;
  private boolean diskWorks = true;
  private boolean policyChanged;
  private boolean leaving;

  /** An edge of a region without a name: no tenant's writes have their home there. */
  public EdgeCore(String node, Boot boot) {
    this(node, "", boot);
  }

  /** An edge of {@code region}. */
  public EdgeCore(String node, String region, Boot boot) {
    this.node = node;
    this.boot = boot;
    this.reports = new Reports(node, boot, usage);
    this.held = new HeldLeases(node, boot);
    this.periods = new PeriodBudgets(node, boot);
    this.leaves = new LeafBudgets(policy, held, strangers);
    this.tables = new Tables(policy, held, strangers, periods, leaves.leaves(), region);
  }

  @Override
  public List<EdgeEffect> step(long nowNanos, EdgeInput input) {
    if (leaving) {
      return input instanceof EdgeInput.Persisted done ? leave(nowNanos, done) : List.of();
    }
    return switch (input) {
      case EdgeInput.Resumed from -> resume(nowNanos, from.snapshot());
      case EdgeInput.Tick tick -> resumed ? tick(nowNanos, tick) : List.of();
      case EdgeInput.PolicyRead read -> read(nowNanos, read.record());
      case EdgeInput.PolicyForgotten forgotten -> changed(policy.forget(forgotten.key()));
      case EdgeInput.PolicyComplete complete -> changed(policy.complete());
      case EdgeInput.GrantsRead read -> hold(nowNanos, read.grants());
      case EdgeInput.AllotmentsRead read -> allotted(read.allotments());
      case EdgeInput.Persisted done -> persisted(done);
      case EdgeInput.MarkTold told -> mark(told.mark());
      case EdgeInput.DiskChanged disk -> disk(disk.works());
      case EdgeInput.LeavesReported told -> told(nowNanos, told.reports());
      case EdgeInput.LeavesGone gone -> gone(gone.stream());
      case EdgeInput.Stopping stopping -> stop(nowNanos);
    };
  }

  public String node() {
    return node;
  }

  public Boot boot() {
    return boot;
  }

  public HeldLeases held() {
    return held;
  }

  /** The newest grant that a restart would go on from. */
  public Stamp persisted() {
    return persisted;
  }

  /** How much longer writes of tenants that have a home may be admitted; 0 if not now. */
  public long writesRemainingNanos(long nowNanos) {
    return writes.remainingNanos(nowNanos);
  }

  /** What leaves in front of this edge may be using, and were told. */
  public Leaves leaves() {
    return leaves.leaves();
  }

  public PolicyBook policy() {
    return policy.book();
  }

  public ModeLadder mode() {
    return mode;
  }

  /** Tenants bound by the default budget, in order. */
  public Set<String> strangers() {
    return strangers.names();
  }

  private List<EdgeEffect> resume(long nowNanos, Snapshot snapshot) {
    resumed = true;
    startNanos = nowNanos;
    reports.begin(nowNanos);
    policy.resume(snapshot.policy());
    held.resume(snapshot.stamp(), snapshot.leases());
    periods.resume(snapshot.escrow());
    leaves.resume(nowNanos, snapshot.leafTenants());
    persisted = snapshot.stamp();
    answeredNanos = snapshot.answeredNanos();
    snapshot.leases().forEach(lease -> meet(nowNanos, lease.key().tenant()));
    return List.of(publish(nowNanos));
  }

  private List<EdgeEffect> tick(long nowNanos, EdgeInput.Tick tick) {
    reports.hurry(usage.read(nowNanos, leaves.count(nowNanos, tick.usage(), usage)));
    tick.usage().forEach(each -> strangers.asked(nowNanos, each.key().tenant()));
    boolean met = false;
    for (String stranger : tick.strangers()) {
      met |= meet(nowNanos, stranger);
    }
    for (String tenant : leaves.onDisk()) {
      met |= meet(nowNanos, tenant);
    }
    List<EdgeEffect> effects = new ArrayList<>();
    Optional<ModeChange> change = observe(nowNanos);
    change.ifPresent(each -> effects.add(new EdgeEffect.ChangeMode(each)));
    countEnded(nowNanos).ifPresent(effects::add);
    effects.addAll(periods.tick(nowNanos, tick));
    List<LeafAction> actions = leaves.step(nowNanos, policyChanged);
    if (met
        || policyChanged
        || change.isPresent()
        || periods.changed()
        || leaves.leaves().differs()) {
      effects.add(publish(nowNanos));
    }
    tell(actions).ifPresent(effects::add);
    if (policyChanged || periods.isUnwritten() || leaves.hasUnmarked()) {
      effects.add(persist());
    }
    reports.hurry(met || policyChanged);
    policyChanged = false;
    if (reports.isDue(nowNanos)) {
      effects.add(new EdgeEffect.SendReport(report(nowNanos)));
    }
    return effects;
  }

  /** Takes a tenant in that only the default budget can bind; returns whether it is new. */
  private boolean meet(long nowNanos, String tenant) {
    boolean bound = policy.book().budget(tenant).isEmpty();
    return bound && policy.book().defaultBudget().isPresent() && strangers.add(nowNanos, tenant);
  }

  /** Writers are held up while a home moves, so one that did is acted on and told of at once. */
  private List<EdgeEffect> read(long nowNanos, PolicyRecord record) {
    changed(policy.read(record));
    boolean isHome = record.key().kind() == PolicyKey.Kind.HOME;
    if (!isHome || !policyChanged || !policy.isComplete() || isTooSoon(nowNanos)) {
      return List.of();
    }
    List<EdgeEffect> effects = new ArrayList<>(List.of(publish(nowNanos)));
    if (reports.mayGo(nowNanos)) {
      effects.add(new EdgeEffect.SendReport(report(nowNanos)));
    }
    return effects;
  }

  /** Many that move at once are taken together. */
  private boolean isTooSoon(long nowNanos) {
    return nowNanos - publishedNanos < Reports.URGENT_NANOS;
  }

  /** A log full of changes is read at the start: the next tick takes them all at once. */
  private List<EdgeEffect> changed(boolean intentChanged) {
    if (intentChanged) {
      policyChanged = true;
      durableVersion++;
      strangers.removeIf(tenant -> policy.book().budget(tenant).isPresent());
    }
    return List.of();
  }

  private List<EdgeEffect> hold(long nowNanos, Grants grants) {
    SortedMap<LimitKey, List<Share>> lasting = lasting();
    if (!held.apply(nowNanos, grants)) {
      return List.of();
    }
    answeredNanos = grants.sentNanos();
    writes.take(grants.sentNanos(), grants.writes());
    if (!lasting.equals(lasting())) {
      durableVersion++;
    }
    List<LeafAction> actions = leaves.step(nowNanos, true);
    List<EdgeEffect> effects = new ArrayList<>(List.of(publish(nowNanos)));
    tell(actions).ifPresent(effects::add);
    effects.add(persist());
    return effects;
  }

  private List<EdgeEffect> allotted(Allotments allotments) {
    periods.apply(allotments);
    return List.of();
  }

  private List<EdgeEffect> persisted(EdgeInput.Persisted done) {
    // Acknowledging frees what this edge gave up; the sooner, the sooner others have it.
    reports.hurry(!done.stamp().equals(persisted));
    persisted = done.stamp();
    leaves.written(done.durableVersion());
    periods.written(done.escrowVersion());
    return List.of();
  }

  /** Writers may be held up until the arbiter hears of it. */
  private List<EdgeEffect> mark(WriteMark mark) {
    reports.hurry(marks.take(mark));
    return List.of();
  }

  private List<EdgeEffect> disk(boolean works) {
    diskWorks = works;
    leaves.disk(works);
    return List.of();
  }

  private List<EdgeEffect> told(long nowNanos, List<LeafReport> reports) {
    leaves.report(nowNanos, reports);
    return List.of();
  }

  private List<EdgeEffect> gone(long stream) {
    leaves.end(stream);
    return List.of();
  }

  /** To come after the table that leaves the gate with less. */
  private static Optional<EdgeEffect> tell(List<LeafAction> actions) {
    return actions.isEmpty() ? Optional.empty() : Optional.of(new EdgeEffect.TellLeaves(actions));
  }

  /**
   * Gives everything back if the region listens. The disk must forget first: what is given back
   * must not come back. If the region is silent nobody would hear, so a restart goes on instead.
   */
  private List<EdgeEffect> stop(long nowNanos) {
    if (held.ageNanos(nowNanos).orElse(Long.MAX_VALUE) > LEAVE_NANOS) {
      return List.of(new EdgeEffect.Finish(null));
    }
    leaving = true;
    Snapshot policyAlone =
        new Snapshot(
            List.copyOf(policy.book().records()),
            Stamp.NONE,
            List.of(),
            null,
            ++durableVersion,
            periods.memory(),
            List.copyOf(leaves.onDisk()));
    return List.of(
        new EdgeEffect.PublishTable(GateTable.EMPTY), new EdgeEffect.Persist(policyAlone));
  }

  private List<EdgeEffect> leave(long nowNanos, EdgeInput.Persisted done) {
    return done.durableVersion() == durableVersion
        ? List.of(new EdgeEffect.Finish(report(nowNanos)))
        : List.of();
  }

  private Optional<EdgeEffect> countEnded(long nowNanos) {
    SortedSet<LimitKey> endedNow = new TreeSet<>();
    for (HeldLease lease : held.all().values()) {
      if (lease.remainingNanos(nowNanos) == 0) {
        endedNow.add(lease.key());
      }
    }
    long more = endedNow.stream().filter(key -> !ended.contains(key)).count();
    ended = endedNow;
    return more == 0 ? Optional.empty() : Optional.of(new EdgeEffect.CountEnded((int) more));
  }

  private EdgeEffect publish(long nowNanos) {
    Standing standing =
        new Standing(mode.mode(), mode.reason(), policy.book().revision(), answeredNanos);
    publishedNanos = nowNanos;
    writes.know(policy.book().revision());
    leaves.leaves().told();
    long writesUntilNanos = nowNanos + writes.remainingNanos(nowNanos);
    GateTable table = tables.build(nowNanos, !silent(nowNanos), standing, writesUntilNanos);
    usage.retain(
        table.tenants().values().stream()
            .flatMap(rule -> rule.limits().stream())
            .map(LimitRule::key)
            .collect(Collectors.toCollection(TreeSet::new)));
    return new EdgeEffect.PublishTable(table);
  }

  private EdgeEffect persist() {
    if (leaves.hasUnmarked()) {
      leaves.mark(++durableVersion);
    }
    return new EdgeEffect.Persist(
        new Snapshot(
            List.copyOf(policy.book().records()),
            held.applied(),
            List.copyOf(held.all().values()),
            answeredNanos,
            durableVersion,
            periods.memory(),
            List.copyOf(leaves.onDisk())));
  }

  private Report report(long nowNanos) {
    return reports.next(
        nowNanos,
        acknowledged(),
        policy.book().revision(),
        mode.mode(),
        leaves.exposure(nowNanos, leaving),
        leaving,
        marks.next(policy.book()::awaitsMarks));
  }

  /** While leaves may be using what an earlier boot held, nobody can say that it is given up. */
  private Stamp acknowledged() {
    return leaves.leaves().isHeldBack() ? Stamp.NONE : persisted;
  }

  /** Until the first answer or the time for it is over, there is nothing to observe. */
  private Optional<ModeChange> observe(long nowNanos) {
    boolean hasNews = silent(nowNanos) || held.ageNanos(nowNanos).isPresent();
    return hasNews ? mode.observe(nowNanos, signal(nowNanos), why(nowNanos)) : Optional.empty();
  }

  private Mode signal(long nowNanos) {
    if (silent(nowNanos)) {
      return usable(nowNanos) ? Mode.DEGRADED : Mode.FLOOR;
    }
    if (!usable(nowNanos) && !held.all().isEmpty()) {
      return Mode.FLOOR;
    }
    return diskWorks ? Mode.TARGET : Mode.DEGRADED;
  }

  private String why(long nowNanos) {
    if (silent(nowNanos)) {
      return "parent_silent";
    }
    if (!usable(nowNanos) && !held.all().isEmpty()) {
      return "lease_ended";
    }
    return diskWorks ? "parent_answers" : "disk_failed";
  }

  private boolean usable(long nowNanos) {
    return held.all().values().stream().anyMatch(lease -> lease.remainingNanos(nowNanos) > 0);
  }

  /** Before the first answer, time counts from the start: nobody answers sooner than asked. */
  private boolean silent(long nowNanos) {
    return held.ageNanos(nowNanos).orElse(nowNanos - startNanos) > SILENT_NANOS;
  }

  /** What outlives leases: floors, and what {@code safe(k)} gives beyond the limit. */
  private SortedMap<LimitKey, List<Share>> lasting() {
    SortedMap<LimitKey, List<Share>> lasting = new TreeMap<>();
    for (HeldLease lease : held.all().values()) {
      lasting.put(lease.key(), List.of(lease.floor(), lease.ladder().beyond()));
    }
    return lasting;
  }
}
