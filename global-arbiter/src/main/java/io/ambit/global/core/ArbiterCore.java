package io.ambit.global.core;

import io.ambit.escrow.Allotments;
import io.ambit.escrow.EscrowReport;
import io.ambit.failover.Proposal;
import io.ambit.failover.Reachability;
import io.ambit.failover.RegionLoad;
import io.ambit.failover.Traffic;
import io.ambit.global.core.Reply.Refusal;
import io.ambit.lease.Durations;
import io.ambit.lease.Grants;
import io.ambit.lease.Holding;
import io.ambit.lease.LeaseParent;
import io.ambit.lease.LeaseTimes;
import io.ambit.lease.NodeStatus;
import io.ambit.lease.Report;
import io.ambit.lease.Share;
import io.ambit.lease.WriteLease;
import io.ambit.mode.ModeLadder;
import io.ambit.model.AuditEvent;
import io.ambit.model.LimitKey;
import io.ambit.model.Mode;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.RegionDeclaration;
import io.ambit.model.RegionDeclaration.AdminState;
import io.ambit.model.SpillTable;
import io.ambit.runtime.Core;
import io.ambit.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The arbiter: keeps operator intent, and gives leases to regions as a region gives them to its
 * edges. All it knows that must not be lost is in its logs; it reads them back before it decides
 * anything, and reads its own writes back before it believes them. One core serves one term of
 * leadership: deposed, it answers questions from what it knows and does nothing else.
 *
 * <p>Not thread-safe; owned by one loop.
 */
public final class ArbiterCore implements Core<ArbiterInput, ArbiterEffect> {
  /** The most tenants with a budget of their own, and the most without. */
  public static final int MAX_TENANTS = 100_000;

  /** The most regions declared, and the most heard. */
  public static final int MAX_REGIONS = 256;

  /** The log counts as silent when nothing has been heard of it for so long. */
  private static final long SILENT_NANOS = Durations.ofMillis(3_000);

  private static final long MODE_HOLD_NANOS = Durations.ofMillis(1_000);
  private static final long TELL_AGAIN_NANOS = Durations.ofMillis(5_000);

  /** Rounds out of turn, for a region that has run short, are no closer than that. */
  private static final long URGENT_NANOS = Durations.ofMillis(20);

  /** How often this is ticked. */
  private static final long TICK_NANOS = Durations.ofMillis(50);

  private static final long ADVERTISE_NANOS = Durations.ofMillis(250);
  private static final long FORGET_NANOS = Durations.ofMillis(1_000);

  /** Sharing out this many limits may take one tick in each; more are shared out less often. */
  private static final int LIMITS_PER_TICK = 500;

  private final PolicyBook book = new PolicyBook();
  private final ArbiterEscrow escrow = new ArbiterEscrow(book);
  private final Desk desk = new Desk(book);
  private final Failovers failovers = new Failovers(book);
  private final Audit audit = new Audit();
  private final Propagation propagation = new Propagation();
  private final Newcomers newcomers = new Newcomers();
  private final Shifts shifts = new Shifts(book, failovers.takeovers()::counts);
  private final BudgetMoves budgets =
      new BudgetMoves(book, shifts::demand, shifts::provenPerSecond);
  private final ModeLadder mode = new ModeLadder(MODE_HOLD_NANOS);
  private final SortedMap<String, Grants> given = new TreeMap<>();
  private LeaseParent regions = new LeaseParent(0, LeaseTimes.REGION);
  private final WriteOffs writeOffs = new WriteOffs(book, regions);
  private final Capacity capacity = new Capacity(book, shifts::provenPerSecond, writeOffs::of);
  private @Nullable List<Holding> holdings;
  private boolean leading;
  private boolean deposed;
  private boolean standingBy;
  private long epoch;
  private boolean heardLog;
  private long heardLogNanos;
  private boolean redisThere = true;
  private long tickedNanos;
  private long toldNanos;
  private int ticks;
  private long forgotNanos;
  private long advertisedNanos;
  private long urgentNanos;

  @Override
  public List<ArbiterEffect> step(long nowNanos, ArbiterInput input) {
    return switch (input) {
      case ArbiterInput.Tick tick -> tick(nowNanos, tick);
      case ArbiterInput.PolicyRead read -> read(nowNanos, read.record());
      case ArbiterInput.PolicyForgotten forgotten -> forget(nowNanos, forgotten);
      case ArbiterInput.GrantsRead past -> restore(past.grants());
      case ArbiterInput.AuditRead read -> remember(read.event());
      case ArbiterInput.ReplayDone done -> lead(nowNanos);
      case ArbiterInput.StandingBy by -> standBy();
      case ArbiterInput.Deposed out -> stepDown(nowNanos);
      case ArbiterInput.CaughtUp caughtUp -> caughtUp(nowNanos, caughtUp.asOfNanos());
      case ArbiterInput.Reported reported -> receive(nowNanos, reported.report());
      case ArbiterInput.AllotmentsRead past -> restore(past.allotments());
      case ArbiterInput.TrafficTold told -> hear(nowNanos, told.traffic());
      case ArbiterInput.ReachTold told -> hear(nowNanos, told.reach());
      case ArbiterInput.EscrowReported reported -> receive(nowNanos, reported.report());
      case ArbiterInput.Requested requested -> take(nowNanos, requested.command());
      case ArbiterInput.FailoverRequested requested -> take(nowNanos, requested.command());
      case ArbiterInput.AppendSettled settled ->
          settled.acknowledged() || !leading ? List.of() : desk.failed(nowNanos, settled.id());
      case ArbiterInput.RedisSeen redis -> see(redis);
    };
  }

  public boolean leading() {
    return leading;
  }

  public long epoch() {
    return epoch;
  }

  public PolicyBook policy() {
    return book;
  }

  public LeaseParent regions() {
    return regions;
  }

  /**
   * How much of a limit others have although lost regions may still be using it: by so much the
   * world may exceed it now.
   */
  public Share writtenOff(LimitKey key) {
    return writeOffs.of(key);
  }

  /** The period budgets. */
  public ArbiterEscrow escrow() {
    return escrow;
  }

  /** What was and is being failed over. */
  public Failovers failovers() {
    return failovers;
  }

  public Propagation propagation() {
    return propagation;
  }

  public ModeLadder mode() {
    return mode;
  }

  /** Tenants with demand in the last minute, configured or not. */
  public SortedSet<String> activeTenants() {
    return newcomers.tenants();
  }

  /** The last things operators did, newest first. */
  public List<AuditEvent> auditEvents() {
    return audit.recent();
  }

  public boolean redisThere() {
    return redisThere;
  }

  /** How long ago everything in the policy log was read; empty before the first time. */
  public OptionalLong logAgeNanos(long nowNanos) {
    return heardLog ? OptionalLong.of(Math.max(0, nowNanos - heardLogNanos)) : OptionalLong.empty();
  }

  private List<ArbiterEffect> read(long nowNanos, PolicyRecord record) {
    boolean created = book.live(record.key()).isEmpty();
    RegionDeclaration before =
        record.key().kind() == PolicyKey.Kind.REGION ? book.region(record.key().name()) : null;
    SpillTable table = book.spillTable();
    if (!book.apply(record)) {
      return List.of();
    }
    propagation.read(nowNanos, record);
    boolean shared = record.key().kind() != PolicyKey.Kind.HOME;
    holdings = shared ? null : holdings;
    if (!leading) {
      return List.of();
    }
    List<ArbiterEffect> effects = new ArrayList<>(desk.read(nowNanos, record));
    effects.addAll(shifts.read(nowNanos, before, record));
    effects.addAll(failovers.read(nowNanos, record));
    effects.removeIf(ArbiterCore::isToItself);
    effects.add(new ArbiterEffect.Changed(record, created));
    effects.add(new ArbiterEffect.Audit(audit.committed(record)));
    if (record.key().equals(PolicyKey.SPILL_TABLE)) {
      budgets.read(nowNanos, regions, holdings(), table, record.revision());
    }
    if (shared) {
      effects.addAll(round(nowNanos));
    }
    return effects;
  }

  private List<ArbiterEffect> forget(long nowNanos, ArbiterInput.PolicyForgotten forgotten) {
    book.forget(forgotten.key());
    if (book.newest(forgotten.key()).isEmpty()) {
      propagation.forget(forgotten.key());
    }
    return leading ? desk.buried(nowNanos, forgotten.key()) : List.of();
  }

  /** The newest grant of a region is all its predecessors' grants that matter: it is absolute. */
  private List<ArbiterEffect> restore(Grants grants) {
    if (!leading) {
      given.merge(grants.node(), grants, (a, b) -> b.stamp().isAfter(a.stamp()) ? b : a);
    }
    return List.of();
  }

  private List<ArbiterEffect> remember(AuditEvent event) {
    audit.read(event);
    return List.of();
  }

  private List<ArbiterEffect> standBy() {
    standingBy = true;
    return List.of();
  }

  /** Whether its successor will find an append in the log is not known any more. */
  private List<ArbiterEffect> stepDown(long nowNanos) {
    boolean led = leading;
    deposed = true;
    leading = false;
    List<ArbiterEffect> effects = new ArrayList<>(desk.close(nowNanos));
    effects.addAll(failovers.close());
    effects.removeIf(ArbiterCore::isToItself);
    if (led) {
      effects.add(new ArbiterEffect.StepDown());
    }
    return effects;
  }

  private List<ArbiterEffect> lead(long nowNanos) {
    if (deposed) {
      return List.of();
    }
    epoch = given.values().stream().mapToLong(g -> g.stamp().epoch()).max().orElse(0) + 1;
    regions = new LeaseParent(epoch, LeaseTimes.REGION);
    given.values().forEach(grants -> regions.restore(nowNanos, grants));
    given.clear();
    regions.foresee(budgets.foresight());
    propagation.startHere();
    shifts.lead(nowNanos);
    failovers.lead(nowNanos);
    leading = true;
    List<ArbiterEffect> effects = new ArrayList<>();
    effects.add(new ArbiterEffect.Lead(epoch));
    effects.add(new ArbiterEffect.Advertise(epoch));
    advertisedNanos = nowNanos;
    audit.untold(book).forEach(event -> effects.add(new ArbiterEffect.Audit(event)));
    for (PolicyRecord record : List.copyOf(book.records())) {
      effects.addAll(desk.bury(nowNanos, record.key()));
    }
    return effects;
  }

  private List<ArbiterEffect> caughtUp(long nowNanos, long asOfNanos) {
    if (!heardLog || asOfNanos - heardLogNanos > 0) {
      heardLog = true;
      heardLogNanos = asOfNanos;
    }
    return leading ? desk.caughtUp(nowNanos, asOfNanos) : List.of();
  }

  private List<ArbiterEffect> receive(long nowNanos, Report region) {
    boolean known = regions.newest(region.node()).isPresent();
    if (!leading || (!known && regions.roster(nowNanos).size() >= MAX_REGIONS)) {
      return List.of();
    }
    shifts.heard(nowNanos, region.node());
    List<ArbiterEffect> effects = new ArrayList<>(failovers.heard(nowNanos, region));
    List<Usage> growth =
        regions.receive(nowNanos, region).stream()
            .filter(usage -> usage.offeredMilli() > 0 || usage.admittedMilli() > 0)
            .toList();
    if (newcomers.see(nowNanos, growth)) {
      holdings = null;
    }
    if (!growth.isEmpty()) {
      effects.add(new ArbiterEffect.Count(growth));
    }
    if (regions.isUrgent() && ticksPerRound() == 1 && nowNanos - urgentNanos >= URGENT_NANOS) {
      urgentNanos = nowNanos;
      effects.addAll(round(nowNanos));
    }
    if (propagation.isUnderWay()) {
      leastHeld(nowNanos).ifPresent(l -> effects.addAll(propagation.arrived(nowNanos, l)));
    }
    return effects;
  }

  private List<ArbiterEffect> take(long nowNanos, Command command) {
    if (!leading) {
      boolean silent = deposed && isLogSilent(nowNanos);
      return refuse(command, silent ? Refusal.LOG_SILENT : Refusal.NOT_READY);
    }
    if (isLogSilent(nowNanos) && !command.dryRun()) {
      return refuse(command, Refusal.LOG_SILENT);
    }
    return switch (command.change()) {
      case Command.Change.Shift shift -> shift(nowNanos, command, shift);
      case Command.Change.TurnDown down -> turnDown(nowNanos, command, down.move());
      default -> desk.take(nowNanos, command);
    };
  }

  /** Held against the safety rules and taken in one step, so that no other comes in between. */
  private List<ArbiterEffect> shift(long nowNanos, Command command, Command.Change.Shift shift) {
    Move known = shifts.moves().wantedBy(command.request()).orElse(null);
    if (known != null) {
      return List.of(new ArbiterEffect.Answer(command.id(), again(known, shift.proposal())));
    }
    Plan plan = check(nowNanos, shift.proposal());
    boolean outdated = shift.basis() >= 0 && shift.basis() != plan.revision();
    if (outdated || !plan.passes()) {
      return List.of(new ArbiterEffect.Answer(command.id(), new Reply.Blocked(plan, outdated)));
    }
    String name = shift.proposal().region();
    if (shift.proposal().kind() == Proposal.Kind.EVACUATE && !command.dryRun()) {
      shifts.steps().hurry(name);
    }
    return desk.take(nowNanos, command.declaring(book, name, wanted(shift.proposal())));
  }

  /** What a region is declared to be by a proposal. */
  private static AdminState wanted(Proposal proposal) {
    return proposal.kind() == Proposal.Kind.RESTORE ? AdminState.ACTIVE : AdminState.DRAINED;
  }

  /** Of a request that was made before. */
  private Reply again(Move known, Proposal proposal) {
    return book.live(PolicyKey.region(known.region()))
        .filter(record -> known.isAs(proposal))
        .<Reply>map(Reply.Unchanged::new)
        .orElseGet(() -> Reply.Refused.because(Refusal.OTHER_REQUEST));
  }

  /** What would happen if {@code proposal} were carried out now, to traffic and to budgets. */
  public Plan plan(long nowNanos, Proposal proposal) {
    SpillTable next = shifts.plans().table(proposal);
    return check(nowNanos, proposal)
        .with(budgets.forecast(nowNanos, regions, holdings(), book.spillTable(), next));
  }

  /** To traffic alone. */
  private Plan check(long nowNanos, Proposal proposal) {
    return shifts.plans().of(nowNanos, busyRegions(), proposal);
  }

  /** Regions whose declaration is about to change. */
  private SortedSet<String> busyRegions() {
    SortedSet<String> busy = new TreeSet<>();
    for (RegionLoad region : shifts.regions()) {
      if (desk.isBusy(PolicyKey.region(region.name()))) {
        busy.add(region.name());
      }
    }
    return busy;
  }

  /** Traffic between regions. */
  public Shifts shifts() {
    return shifts;
  }

  /** Of a proposal that is not open any more nothing is left to be turned down. */
  private List<ArbiterEffect> turnDown(long nowNanos, Command command, String id) {
    Move move = shifts.moves().find(id).orElse(null);
    if (move == null) {
      return refuse(command, Refusal.NOT_FOUND);
    }
    Move known = shifts.moves().wantedBy(command.request()).orElse(move);
    if (!known.id().equals(id)) {
      return refuse(command, Refusal.OTHER_REQUEST);
    }
    if (move.phase() != Move.Phase.PROPOSED && !move.isWantedBy(command.request())) {
      return refuse(command, Refusal.STALE);
    }
    return desk.take(nowNanos, command.turningDown(book, move.region(), id));
  }

  private List<ArbiterEffect> hear(long nowNanos, Reachability reach) {
    if (leading) {
      failovers.take(nowNanos, reach);
    }
    return List.of();
  }

  private List<ArbiterEffect> hear(long nowNanos, Traffic region) {
    boolean known = shifts.regions().stream().anyMatch(each -> each.name().equals(region.node()));
    if (leading && (known || shifts.regions().size() < MAX_REGIONS)) {
      return shifts.take(nowNanos, region);
    }
    return List.of();
  }

  /** By how much this tick is late. */
  private long lateMillis(long nowNanos) {
    long lateNanos = tickedNanos == 0 ? 0 : Math.max(0, nowNanos - tickedNanos - TICK_NANOS);
    tickedNanos = nowNanos;
    return Durations.toMillis(lateNanos);
  }

  /** Sees to traffic between regions, by records of the arbiter's own. */
  private List<ArbiterEffect> shift(long nowNanos, long wallMillis, long lateMillis) {
    if (!shifts.isDue(nowNanos, lateMillis)) {
      return List.of();
    }
    List<OwnWish> wishes = new ArrayList<>();
    SortedSet<String> busy = busyRegions();
    boolean settled = busy.isEmpty() && !desk.isBusy(PolicyKey.SAFETY_RULES);
    List<ArbiterEffect> effects =
        new ArrayList<>(shifts.look(nowNanos, wallMillis, busy, settled, wishes));
    if (!isLogSilent(nowNanos)) {
      for (OwnWish wish : wishes) {
        if (!desk.isBusy(wish.key())) {
          effects.addAll(desk.take(nowNanos, Command.own(book, wish, wallMillis)));
        }
      }
    }
    effects.removeIf(ArbiterCore::isToItself);
    return effects;
  }

  private static boolean isToItself(ArbiterEffect effect) {
    return switch (effect) {
      case ArbiterEffect.Answer answer -> answer.commandId() == Command.OWN;
      case ArbiterEffect.AnswerFailover answer -> answer.commandId() == Command.OWN;
      default -> false;
    };
  }

  private List<ArbiterEffect> take(long nowNanos, FailoverCommand command) {
    return !leading || isLogSilent(nowNanos)
        ? Failovers.refuse(command, FailoverReply.Why.NOT_READY, "The log does not answer.")
        : failovers.take(nowNanos, command);
  }

  private List<ArbiterEffect> see(ArbiterInput.RedisSeen redis) {
    redisThere = redis.there();
    return List.of();
  }

  private List<ArbiterEffect> restore(Allotments allotments) {
    if (!leading) {
      escrow.restore(allotments);
    }
    return List.of();
  }

  private List<ArbiterEffect> receive(long nowNanos, EscrowReport region) {
    if (leading) {
      escrow.receive(nowNanos, region);
    }
    return List.of();
  }

  private List<ArbiterEffect> tick(long nowNanos, ArbiterInput.Tick tick) {
    if (!leading) {
      return deposed || standingBy ? observe(nowNanos) : List.of();
    }
    long lateMillis = lateMillis(nowNanos);
    List<ArbiterEffect> effects = new ArrayList<>(observe(nowNanos));
    effects.addAll(escrow.tick(nowNanos, tick.wallMillis()));
    effects.addAll(desk.tick(nowNanos));
    effects.addAll(shift(nowNanos, tick.wallMillis(), lateMillis));
    effects.addAll(failovers.tick(nowNanos, tick.wallMillis(), lateMillis, isLogSilent(nowNanos)));
    effects.removeIf(ArbiterCore::isToItself);
    if (nowNanos - advertisedNanos >= ADVERTISE_NANOS) {
      advertisedNanos = nowNanos;
      effects.add(new ArbiterEffect.Advertise(epoch));
    }
    if (nowNanos - forgotNanos >= FORGET_NANOS) {
      forgotNanos = nowNanos;
      holdings = newcomers.forgetIdle(nowNanos) ? null : holdings;
    }
    if (nowNanos - toldNanos >= TELL_AGAIN_NANOS) {
      toldNanos = nowNanos;
      audit.unread().forEach(event -> effects.add(new ArbiterEffect.Audit(event)));
    }
    if (ticks++ % ticksPerRound() == 0) {
      effects.addAll(round(nowNanos));
    }
    return effects;
  }

  private int ticksPerRound() {
    return 1 + (holdings == null ? 0 : holdings.size() / LIMITS_PER_TICK);
  }

  private List<ArbiterEffect> observe(long nowNanos) {
    boolean silent = isLogSilent(nowNanos);
    Mode signal = silent || !redisThere ? Mode.DEGRADED : Mode.TARGET;
    String why = silent ? "kafka_silent" : redisThere ? content() : "redis_silent";
    List<ArbiterEffect> effects = new ArrayList<>();
    mode.observe(nowNanos, signal, why)
        .ifPresent(change -> effects.add(new ArbiterEffect.ChangeMode(change)));
    return effects;
  }

  private String content() {
    return standingBy ? "standing_by" : "all_there";
  }

  private List<ArbiterEffect> round(long nowNanos) {
    List<Holding> all = holdings();
    List<ArbiterEffect> effects = new ArrayList<>();
    budgets.at(nowNanos);
    writeOffs.look(nowNanos, regions, lost());
    long writesMillis = book.failoverPolicy().homes().leaseMillis();
    failovers.give(writesMillis);
    regions.allowWrites(new WriteLease(writesMillis, book.homesRevision()));
    regions
        .round(nowNanos, capacity.bound(nowNanos, all, regions), writeOffs::of)
        .forEach(g -> effects.add(new ArbiterEffect.Give(g)));
    budgets.look(nowNanos, regions).ifPresent(far -> shifts.moves().follow(nowNanos, far));
    return effects;
  }

  /** All that is given out to regions. */
  private List<Holding> holdings() {
    List<Holding> now = holdings;
    if (now == null) {
      now = Sharing.holdings(book, newcomers.tenants());
      holdings = now;
    }
    return now;
  }

  /** Regions that are confirmed lost, or declared to be empty. */
  private SortedSet<String> lost() {
    SortedSet<String> lost = new TreeSet<>(shifts.lost());
    lost.addAll(failovers.takeovers().lost());
    return lost;
  }

  /**
   * Whether the log has not answered for so long that writes are refused. A standby does not read
   * it.
   */
  public boolean isLogSilent(long nowNanos) {
    return !standingBy && (!heardLog || nowNanos - heardLogNanos > SILENT_NANOS);
  }

  /** The revision that every edge that is there holds at least; empty if there is none. */
  private OptionalLong leastHeld(long nowNanos) {
    return Fleet.edges(regions, nowNanos).stream()
        .filter(Fleet.Edge::isPresent)
        .map(Fleet.Edge::status)
        .mapToLong(NodeStatus::policyRevision)
        .min();
  }

  private static List<ArbiterEffect> refuse(Command command, Refusal refusal) {
    return List.of(new ArbiterEffect.Answer(command.id(), Reply.Refused.because(refusal)));
  }
}
