package io.ambit.global.core;

import io.ambit.failover.Calm;
import io.ambit.failover.Check;
import io.ambit.failover.Demand;
import io.ambit.failover.Finding;
import io.ambit.failover.LossVote;
import io.ambit.failover.Proposal;
import io.ambit.failover.Proposal.Kind;
import io.ambit.failover.Ramp;
import io.ambit.failover.RegionHealth;
import io.ambit.failover.RegionHealth.Verdict;
import io.ambit.failover.RegionLoad;
import io.ambit.failover.Situation;
import io.ambit.failover.SpillTables;
import io.ambit.failover.TableRefusal;
import io.ambit.failover.Traffic;
import io.ambit.failover.Waterfall;
import io.ambit.lease.Durations;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.PolicySpec;
import io.ambit.model.RegionDeclaration;
import io.ambit.model.RegionDeclaration.AdminState;
import io.ambit.model.SpillTable;
import io.ambit.model.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Traffic between regions, as the arbiter sees to it. What is wanted is in the declarations of
 * regions, and how far that is done in the spill table; both are records of the log, so a successor
 * goes on where its predecessor stopped. Here a region that is declared drained is sent away step
 * by step, one that is not comes back, and the table is worked out anew where that or demand has
 * changed. What regions say of themselves is judged, and a region that is confirmed lost is drained
 * by a record of the arbiter's own, or that is proposed.
 *
 * <p>Not thread-safe; part of the core.
 */
public final class Shifts {
  private static final long LOOK_NANOS = Durations.ofMillis(250);

  /** What demand alone changes is worked out anew no more often. */
  private static final long RECOMPUTE_NANOS = Durations.ofMillis(5_000);

  /** Regions need a while to be heard by a new leader. */
  private static final long SETTLE_NANOS = Durations.ofMillis(3_000);

  private static final String HELD_BACK = "held back";

  private final PolicyBook book;
  private final Loads loads;
  private final RegionWatch watch;
  private final OwnBounds bounds;
  private final Moves moves = new Moves();
  private final TableRefusals refusals = new TableRefusals();
  private final SortedMap<String, Calm> calms = new TreeMap<>();
  private final SortedMap<String, Long> steppedNanos = new TreeMap<>();
  private final SortedSet<String> urgent = new TreeSet<>();
  private final SortedSet<String> turnedDown = new TreeSet<>();
  private @Nullable List<RegionLoad> basis;
  private long basisRevision;
  private SpillTable wanted = SpillTable.EMPTY;
  private long computedNanos;
  private long ledNanos;
  private long lookedNanos;
  private long wallMillis;
  private long wallNanos;

  /** Something the arbiter wants written by itself. */
  record Wish(PolicyKey key, PolicySpec spec, String reason) {}

  /**
   * Traffic as {@code book} says it is to be.
   *
   * @param votes how the vote on each region stands
   */
  Shifts(PolicyBook book, Supplier<SortedMap<String, LossVote.Count>> votes) {
    this.book = book;
    this.loads = new Loads(book);
    this.watch = new RegionWatch(loads, votes);
    this.bounds = new OwnBounds(book);
  }

  /** Where everything is, as safety is judged by. */
  public Situation situation(long nowNanos, SortedSet<String> busy) {
    SortedSet<String> drained = new TreeSet<>();
    SortedSet<String> pinned = new TreeSet<>();
    SortedSet<String> moving = new TreeSet<>(busy);
    SortedMap<String, Integer> away = book.spillTable().away();
    for (String name : loads.names()) {
      boolean leaves = book.region(name).adminState() == AdminState.DRAINED;
      int gone = away.getOrDefault(name, 0);
      if (leaves) {
        drained.add(name);
      }
      if (leaves ? gone < FailoverPolicy.WHOLE : gone > 0) {
        moving.add(name);
      }
      if (isPinned(name)) {
        pinned.add(name);
      }
    }
    return new Situation(loads.regions(), drained, moving, pinned, loads.ageMillis(nowNanos));
  }

  /** What would happen; nothing does. */
  public Plan plan(long nowNanos, SortedSet<String> busy, Proposal proposal) {
    Situation now = situation(nowNanos, busy);
    SortedSet<String> lost = new TreeSet<>(now.drained());
    if (proposal.kind() == Kind.RESTORE) {
      lost.remove(proposal.region());
    } else {
      lost.add(proposal.region());
    }
    boolean known = loads.names().contains(proposal.region());
    return new Plan(
        proposal,
        loads.revision(),
        now.regions(),
        Check.findings(book.safetyRules(), book.failoverPolicy(), now, proposal),
        lost.isEmpty() || !known
            ? null
            : Waterfall.pour(now.regions(), lost, book.failoverPolicy()),
        BudgetForecast.NONE);
  }

  /** What is thought of each region that was heard, or is voted lost. */
  public SortedMap<String, RegionHealth.Judged> health() {
    return watch.judged();
  }

  /** Regions that are confirmed to be lost, or declared to be empty. */
  SortedSet<String> lost() {
    SortedSet<String> lost = new TreeSet<>();
    health()
        .forEach(
            (region, each) -> {
              boolean drained = book.region(region).adminState() == AdminState.DRAINED;
              if (drained || each.verdict() == Verdict.CONFIRMED) {
                lost.add(region);
              }
            });
    return lost;
  }

  /** The last moves, newest first. */
  public List<Move> moves() {
    return moves.all();
  }

  public Optional<Move> move(String id) {
    return moves.find(id);
  }

  /** What the request of that name asked for, among the last moves. */
  public Optional<Move> wantedBy(String request) {
    return moves.wantedBy(request);
  }

  /** What {@code region} was seen to take when it last had enough to do; 0 if it never had. */
  public long provenPerSecond(String region) {
    return loads.provenPerSecond(region);
  }

  /** Regions as they are now. */
  public List<RegionLoad> regions() {
    return loads.regions();
  }

  /** How calm each region is that was ever in trouble or drained by the arbiter. */
  public SortedMap<String, Calm> calms() {
    return Collections.unmodifiableSortedMap(calms);
  }

  /** What a region is declared to be by a proposal. */
  static AdminState wanted(Proposal proposal) {
    return proposal.kind() == Kind.RESTORE ? AdminState.ACTIVE : AdminState.DRAINED;
  }

  void lead(long nowNanos) {
    ledNanos = nowNanos;
    // Clocks may begin anywhere, below 0 too.
    lookedNanos = nowNanos - LOOK_NANOS;
    wanted = book.spillTable();
    for (PolicyRecord record : book.live(PolicyKey.Kind.REGION)) {
      String name = record.key().name();
      String proposal = book.region(name).turnedDown();
      if (!proposal.isEmpty()) {
        turnedDown.add(name);
        moves.begin(proposed(proposal, name, record.reason(), List.of()));
        turnDown(record, proposal, "turned down, found in the log");
        continue;
      }
      boolean drained = book.region(name).adminState() == AdminState.DRAINED;
      int away = book.spillTable().away().getOrDefault(name, 0);
      if (drained || away > 0 || !record.request().isEmpty()) {
        begin(drained ? Kind.DRAIN : Kind.RESTORE, record, "found in the log");
      }
    }
  }

  private void begin(Kind kind, PolicyRecord record, String what) {
    String name = record.key().name();
    moves.begin(
        new Move(
            Words.of(kind) + "-" + name + "-" + record.revision(),
            kind,
            name,
            record.isArbiters(),
            record.actor(),
            record.reason(),
            record.request(),
            Move.Phase.MOVING,
            List.of(event(what, name)),
            null));
  }

  /** A region's report came, whatever it says. */
  void heard(long nowNanos, String region) {
    watch.heard(nowNanos, region);
  }

  /** A region says how it does; returns whether it refuses a table that it did not before. */
  List<ArbiterEffect> take(long nowNanos, Traffic region) {
    loads.take(nowNanos, region);
    TableRefusal refusal = region.refusal();
    TableRefusals.News news = refusals.take(region.node(), refusal);
    switch (news) {
      case BEGUN, OVER -> tell(nowNanos, region.node(), refusal);
      case ANOTHER, NONE -> {
        // It goes on: one event for each table would push out all others.
      }
    }
    return refusal == null || news == TableRefusals.News.NONE
        ? List.of()
        : List.of(new ArbiterEffect.TableRefused(region.node(), refusal.revision()));
  }

  private void tell(long nowNanos, String region, @Nullable TableRefusal refusal) {
    String what = (refusal == null ? "taken by " : "refused by ") + region;
    String detail =
        refusal == null
            ? "its edges have the newest table"
            : "table %d is kept from its edges: %s".formatted(refusal.revision(), refusal.why());
    for (Move move : moves.drains()) {
      moves.put(move.with(move.phase(), aside(nowNanos, what, move, detail)));
    }
  }

  /** The table that {@code region} keeps from its edges, as it says. */
  public Optional<TableRefusal> refusal(String region) {
    return refusals.of(region);
  }

  /** The next record that drains {@code region} is to be carried out at once. */
  void hurry(String region) {
    urgent.add(region);
  }

  /** Nobody wants what was proposed, until the region was well again. */
  private List<ArbiterEffect> turnDown(PolicyRecord record, String id, String what) {
    Move move = moves.find(id).filter(each -> each.phase() == Move.Phase.PROPOSED).orElse(null);
    turnedDown.add(record.key().name());
    if (move == null) {
      return List.of();
    }
    moves.put(move.turnedDown(record, event(what, move.region())));
    return List.of(new ArbiterEffect.Moved(move.kind(), Move.Phase.ABORTED));
  }

  /** A record was read; returns what became of moves. */
  List<ArbiterEffect> read(long nowNanos, @Nullable RegionDeclaration before, PolicyRecord record) {
    if (!(record.spec() instanceof RegionDeclaration region)) {
      return List.of();
    }
    String name = record.key().name();
    AdminState was = before == null ? AdminState.ACTIVE : before.adminState();
    String proposal = region.turnedDown();
    if (!proposal.isEmpty() && (before == null || !proposal.equals(before.turnedDown()))) {
      return turnDown(record, proposal, "turned down");
    }
    if (proposal.isEmpty() && before != null && !before.turnedDown().isEmpty()) {
      turnedDown.remove(name);
    }
    if (was == region.adminState()) {
      return List.of();
    }
    boolean drains = region.adminState() == AdminState.DRAINED;
    if (!drains && was != AdminState.DRAINED) {
      return List.of();
    }
    List<ArbiterEffect> effects = new ArrayList<>();
    moves
        .open(name)
        .ifPresent(open -> effects.addAll(end(open, Move.Phase.ABORTED, replaced(open))));
    boolean automatic = record.isArbiters();
    Kind kind =
        !drains ? Kind.RESTORE : urgent.contains(name) || automatic ? Kind.EVACUATE : Kind.DRAIN;
    begin(kind, record, "committed");
    if (!automatic) {
      calms.remove(name);
      turnedDown.remove(name);
    }
    steppedNanos.remove(name);
    lookedNanos = nowNanos - LOOK_NANOS;
    return effects;
  }

  /** Whether it is time to look at everything; notes how late this tick comes. */
  boolean isDue(long nowNanos, long lateMillis) {
    watch.late(lateMillis);
    return nowNanos - lookedNanos >= LOOK_NANOS;
  }

  /**
   * One look at everything.
   *
   * @param busy regions whose declaration is about to change
   * @param settled whether neither those nor the safety rules are
   * @param wishes takes what the arbiter wants written; of one region at most
   */
  List<ArbiterEffect> look(
      long nowNanos, long wall, SortedSet<String> busy, boolean settled, List<Wish> wishes) {
    wallMillis = wall;
    wallNanos = nowNanos;
    lookedNanos = nowNanos;
    watch.judge(nowNanos).forEach((name, each) -> follow(nowNanos, name, each, busy, wishes));
    SortedMap<String, Integer> away = held(nowNanos, bounds.hold(next(nowNanos), busy, settled));
    SpillTable table = book.spillTable();
    if (loads.names().size() >= 2 && isDue(nowNanos, away, table)) {
      List<RegionLoad> regions = loads.regions();
      basis = regions;
      basisRevision = loads.revision();
      computedNanos = nowNanos;
      SpillTable newest = SpillTables.of(regions, away, book.failoverPolicy());
      wanted = newest;
      if (!newest.equals(table)) {
        wishes.add(new Wish(PolicyKey.SPILL_TABLE, newest, why(table, newest)));
      }
    }
    return finish(table);
  }

  private boolean isDue(long nowNanos, SortedMap<String, Integer> away, SpillTable table) {
    List<RegionLoad> before = basis;
    boolean unwritten = !wanted.equals(table) && nowNanos - computedNanos >= RECOMPUTE_NANOS;
    if (!away.equals(table.away()) || unwritten) {
      return true;
    }
    if (before == null) {
      return nowNanos - ledNanos >= SETTLE_NANOS;
    }
    if (basisRevision != loads.revision() || before.size() != loads.names().size()) {
      return true;
    }
    return nowNanos - computedNanos >= RECOMPUTE_NANOS && Loads.differ(before, loads.regions());
  }

  private static String why(SpillTable before, SpillTable after) {
    return before.away().equals(after.away())
        ? "demand or capacity changed"
        : "step " + after.away();
  }

  /** Says what is held back, and goes on with what is not. */
  private SortedMap<String, Integer> held(long nowNanos, OwnBounds.Held held) {
    Finding against = held.against();
    if (against != null) {
      held.regions().forEach(region -> holdBack(nowNanos, region, against));
    }
    return held.away();
  }

  private void holdBack(long nowNanos, String region, Finding against) {
    moves
        .open(region)
        .filter(move -> !move.timeline().getLast().what().equals(HELD_BACK))
        .ifPresent(
            move ->
                moves.put(
                    move.with(move.phase(), aside(nowNanos, HELD_BACK, move, against.message()))));
  }

  /** How much of each region is to be away from now on. */
  private SortedMap<String, Integer> next(long nowNanos) {
    SortedMap<String, Integer> now = book.spillTable().away();
    SortedMap<String, Integer> next = new TreeMap<>();
    for (String name : loads.names()) {
      int away = now.getOrDefault(name, 0);
      boolean drained = book.region(name).adminState() == AdminState.DRAINED;
      int then = drained ? out(nowNanos, name, away) : back(nowNanos, name, away);
      if (then > 0 || drained) {
        next.put(name, then);
      }
    }
    return next;
  }

  private int out(long nowNanos, String name, int away) {
    Calm calm = calms.get(name);
    if (calm != null && isOwn(name)) {
      return calm.away();
    }
    if (urgent.remove(name) || isOwn(name)) {
      return FailoverPolicy.WHOLE;
    }
    boolean due = isStepDue(nowNanos, name, book.failoverPolicy().drainStepMillis());
    return due ? Ramp.out(away) : away;
  }

  private int back(long nowNanos, String name, int away) {
    boolean due = away > 0 && isStepDue(nowNanos, name, book.failoverPolicy().failbackStepMillis());
    return due ? Ramp.back(away) : away;
  }

  /** The first step is due at once, the others so long after the one before was read back. */
  private boolean isStepDue(long nowNanos, String name, long stepMillis) {
    Long last = steppedNanos.get(name);
    if (last != null && nowNanos - last < Durations.ofMillis(stepMillis)) {
      return false;
    }
    steppedNanos.put(name, nowNanos);
    return true;
  }

  private void follow(
      long nowNanos,
      String name,
      RegionHealth.Judged each,
      SortedSet<String> busy,
      List<Wish> wishes) {
    Verdict verdict = each.weighed();
    if (verdict == Verdict.WELL) {
      forgive(name, wishes);
    }
    Calm calm = calms.get(name);
    if (calm == null) {
      boolean own = isOwn(name);
      if (verdict != Verdict.CONFIRMED && !own) {
        return;
      }
      FailoverPolicy policy = book.failoverPolicy();
      calm = new Calm(policy.hold(), policy.failbackStepMillis());
      if (own) {
        // A predecessor drained it: it stays away until it was well for a whole hold.
        calm.step(Durations.toMillis(nowNanos), Verdict.CONFIRMED);
      }
      calms.put(name, calm);
    }
    boolean waits = verdict == Verdict.WELL && otherMoves(nowNanos, name, busy);
    int away = calm.step(Durations.toMillis(nowNanos), waits ? Verdict.SUSPECT : verdict);
    if (!wishes.isEmpty()) {
      return;
    }
    if (isOwn(name)) {
      Proposal back = new Proposal(Kind.RESTORE, name, true, false);
      if (away == 0 && plan(nowNanos, busy, back).passes()) {
        wishes.add(declare(name, AdminState.ACTIVE, "well for " + calm.holdMillis() + " ms"));
      }
    } else if (away > 0 && book.region(name).adminState() != AdminState.DRAINED) {
      lose(nowNanos, name, each, busy, wishes);
    }
  }

  /** A region that is well may be lost again: what was turned down was another loss. */
  private void forgive(String name, List<Wish> wishes) {
    if (turnedDown.remove(name)) {
      calms.remove(name);
    }
    RegionDeclaration now = book.region(name);
    if (!now.turnedDown().isEmpty() && wishes.isEmpty()) {
      wishes.add(declare(name, now.adminState(), "well again"));
    }
  }

  private boolean otherMoves(long nowNanos, String name, SortedSet<String> busy) {
    return situation(nowNanos, busy).moving().stream().anyMatch(each -> !each.equals(name));
  }

  /** A region is confirmed lost that is not drained. */
  private void lose(
      long nowNanos,
      String name,
      RegionHealth.Judged each,
      SortedSet<String> busy,
      List<Wish> wishes) {
    if (turnedDown.contains(name) || moves.open(name).isPresent()) {
      return;
    }
    Proposal proposal = new Proposal(Kind.EVACUATE, name, true, true);
    Plan plan = plan(nowNanos, busy, proposal);
    if (book.failoverPolicy().automatic() && plan.passes()) {
      wishes.add(declare(name, AdminState.DRAINED, each.why()));
    } else {
      String what = plan.passes() ? "proposed" : "held back: " + first(plan);
      String id = Move.PROPOSAL + name + "-" + Durations.toMillis(nowNanos);
      moves.begin(proposed(id, name, each.why(), List.of(event(what, name))));
    }
  }

  /** An evacuation that the arbiter proposes, or once did. */
  private static Move proposed(String id, String region, String why, List<Move.Event> timeline) {
    return new Move(
        id,
        Kind.EVACUATE,
        region,
        true,
        PolicyRecord.ARBITER,
        why,
        "",
        Move.Phase.PROPOSED,
        timeline,
        null);
  }

  private static String first(Plan plan) {
    return plan.findings().stream()
        .filter(finding -> finding.blocks())
        .map(finding -> finding.message())
        .findFirst()
        .orElse("");
  }

  private Wish declare(String name, AdminState state, String reason) {
    RegionDeclaration now = book.region(name);
    return new Wish(PolicyKey.region(name), now.as(state), reason);
  }

  /** Tells of steps that were read back, and ends what is done. */
  private List<ArbiterEffect> finish(SpillTable table) {
    List<ArbiterEffect> effects = new ArrayList<>();
    for (Move move : moves.all()) {
      if (move.phase() == Move.Phase.MOVING) {
        int away = table.away().getOrDefault(move.region(), 0);
        boolean home = move.kind() == Kind.RESTORE;
        if (home ? away == 0 : away == FailoverPolicy.WHOLE) {
          effects.addAll(end(move, Move.Phase.DONE, "done"));
        } else if (move.step().awayPerTenThousand() != away) {
          moves.put(move.with(Move.Phase.MOVING, event("step", move.region())));
        }
      } else if (move.phase() == Move.Phase.PROPOSED && watch.isWell(move.region())) {
        effects.addAll(end(move, Move.Phase.ABORTED, "well again"));
        calms.remove(move.region());
      }
    }
    return effects;
  }

  /** Budgets have followed the traffic of some regions so far. */
  void follow(long nowNanos, BudgetMoves.Progress progress) {
    for (String source : progress.sources()) {
      moves.all().stream()
          .filter(move -> move.region().equals(source) && move.phase() != Move.Phase.PROPOSED)
          .findFirst()
          .ifPresent(move -> moves.put(followed(nowNanos, move, progress.follow())));
    }
  }

  private Move followed(long nowNanos, Move move, BudgetFollow follow) {
    Move next = move.with(follow);
    if (follow.phase() == BudgetFollow.Phase.FOLLOWING) {
      return next;
    }
    return next.with(move.phase(), aside(nowNanos, follow.title(), move, follow.text()));
  }

  /** An event that is not a step of traffic. */
  private Move.Event aside(long nowNanos, String what, Move move, String detail) {
    long time = wallMillis + Durations.toMillis(nowNanos - wallNanos);
    int away = book.spillTable().away().getOrDefault(move.region(), 0);
    return new Move.Event(time, what, away, detail);
  }

  /** What users ask of {@code region}, by priority. */
  Demand demand(String region) {
    return loads.traffic().of(region).demand();
  }

  /** The table once {@code proposal} is carried out. */
  SpillTable table(Proposal proposal) {
    SortedMap<String, Integer> away = new TreeMap<>();
    for (String name : loads.names()) {
      boolean drained = book.region(name).adminState() == AdminState.DRAINED;
      if (name.equals(proposal.region()) ? proposal.kind() != Kind.RESTORE : drained) {
        away.put(name, FailoverPolicy.WHOLE);
      }
    }
    return SpillTables.drained(loads.regions(), away, book.failoverPolicy());
  }

  private static String replaced(Move open) {
    return open.phase() == Move.Phase.PROPOSED ? "approved" : "replaced";
  }

  private List<ArbiterEffect> end(Move move, Move.Phase phase, String what) {
    moves.put(move.with(phase, event(what, move.region())));
    return List.of(new ArbiterEffect.Moved(move.kind(), phase));
  }

  private Move.Event event(String what, String region) {
    return new Move.Event(wallMillis, what, book.spillTable().away().getOrDefault(region, 0));
  }

  /** Whether the arbiter itself drained it. */
  private boolean isOwn(String region) {
    return bounds.isOwn(region);
  }

  /** Whether a person has put it where it is. */
  private boolean isPinned(String region) {
    return book.region(region).adminState() != AdminState.ACTIVE && !isOwn(region);
  }
}
