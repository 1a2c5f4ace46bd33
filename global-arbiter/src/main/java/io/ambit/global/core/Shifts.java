package io.ambit.global.core;

import io.ambit.failover.Demand;
import io.ambit.failover.Finding;
import io.ambit.failover.LossVote;
import io.ambit.failover.Proposal.Kind;
import io.ambit.failover.RegionHealth;
import io.ambit.failover.RegionHealth.Verdict;
import io.ambit.failover.RegionLoad;
import io.ambit.failover.TableRefusal;
import io.ambit.failover.Traffic;
import io.ambit.lease.Durations;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.model.RegionDeclaration;
import io.ambit.model.RegionDeclaration.AdminState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Traffic between regions, as the arbiter sees to it. What is wanted is in the declarations of
 * regions, and how far that is done in the spill table; both are records of the log, so a successor
 * goes on where its predecessor stopped. Here records and reports are taken in, and the parts are
 * led through one look after the other: {@link RegionWatch} judges regions, {@link OwnMoves} acts
 * on that, {@link Steps} says how much goes next, {@link OwnBounds} holds some of it back, {@link
 * TableUpkeep} writes the table, and {@link Moves} tells of it.
 *
 * <p>Not thread-safe; part of the core.
 */
public final class Shifts {
  private static final long LOOK_NANOS = Durations.ofMillis(250);

  private final PolicyBook book;
  private final Loads loads;
  private final RegionWatch watch;
  private final OwnBounds bounds;
  private final Plans plans;
  private final Moves moves;
  private final OwnMoves own;
  private final Steps steps;
  private final TableUpkeep upkeep;
  private final TableRefusals refusals = new TableRefusals();
  private long lookedNanos;

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
    this.plans = new Plans(book, loads, bounds);
    this.moves = new Moves(book);
    this.own = new OwnMoves(book, bounds, plans, moves);
    this.steps = new Steps(book, loads, bounds, own);
    this.upkeep = new TableUpkeep(book, loads);
  }

  /** What would happen to traffic, and what stands against it. */
  Plans plans() {
    return plans;
  }

  /** The last moves of traffic. */
  public Moves moves() {
    return moves;
  }

  /** What the arbiter does by itself. */
  OwnMoves own() {
    return own;
  }

  /** How much of each region goes, and when. */
  Steps steps() {
    return steps;
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

  /** What {@code region} was seen to take when it last had enough to do; 0 if it never had. */
  public long provenPerSecond(String region) {
    return loads.provenPerSecond(region);
  }

  /** Regions as they are now. */
  public List<RegionLoad> regions() {
    return loads.regions();
  }

  /** What users ask of {@code region}, by priority. */
  Demand demand(String region) {
    return loads.traffic().of(region).demand();
  }

  /** The table that {@code region} keeps from its edges, as it says. */
  public Optional<TableRefusal> refusal(String region) {
    return refusals.of(region);
  }

  void lead(long nowNanos) {
    // Clocks may begin anywhere, below 0 too.
    lookedNanos = nowNanos - LOOK_NANOS;
    upkeep.lead(nowNanos);
    for (PolicyRecord record : book.live(PolicyKey.Kind.REGION)) {
      String name = record.key().name();
      String proposal = book.region(name).turnedDown();
      if (!proposal.isEmpty()) {
        own.turnDown(name);
        moves.findTurnedDown(record, proposal);
        continue;
      }
      boolean drained = book.region(name).adminState() == AdminState.DRAINED;
      int away = book.spillTable().away().getOrDefault(name, 0);
      if (drained || away > 0 || !record.request().isEmpty()) {
        moves.begin(drained ? Kind.DRAIN : Kind.RESTORE, record, "found in the log");
      }
    }
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
      case BEGUN, OVER -> moves.refuse(nowNanos, region.node(), refusal);
      case ANOTHER, NONE -> {
        // It goes on: one event for each table would push out all others.
      }
    }
    return refusal == null || news == TableRefusals.News.NONE
        ? List.of()
        : List.of(new ArbiterEffect.TableRefused(region.node(), refusal.revision()));
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
      own.turnDown(name);
      return moves.turnDown(record, proposal, "turned down");
    }
    if (proposal.isEmpty() && before != null && !before.turnedDown().isEmpty()) {
      own.allow(name);
    }
    boolean drains = region.adminState() == AdminState.DRAINED;
    boolean moved = was != region.adminState() && (drains || was == AdminState.DRAINED);
    return moved ? begin(nowNanos, record, drains) : List.of();
  }

  private List<ArbiterEffect> begin(long nowNanos, PolicyRecord record, boolean drains) {
    String name = record.key().name();
    List<ArbiterEffect> effects = moves.replace(name);
    boolean automatic = record.isArbiters();
    Kind kind =
        !drains ? Kind.RESTORE : steps.isUrgent(name) || automatic ? Kind.EVACUATE : Kind.DRAIN;
    moves.begin(kind, record, "committed");
    if (!automatic) {
      own.calm(name);
      own.allow(name);
    }
    steps.begin(name);
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
      long nowNanos, long wall, SortedSet<String> busy, boolean settled, List<OwnWish> wishes) {
    lookedNanos = nowNanos;
    moves.at(nowNanos, wall);
    own.look(nowNanos, watch.judge(nowNanos), busy, wishes);
    OwnBounds.Held held = bounds.hold(steps.next(nowNanos), busy, settled);
    Finding against = held.against();
    if (against != null) {
      held.regions().forEach(region -> moves.holdBack(nowNanos, region, against));
    }
    upkeep.look(nowNanos, held.away()).ifPresent(wishes::add);
    return finish();
  }

  /** Tells of steps that were read back, and ends what is done. */
  private List<ArbiterEffect> finish() {
    List<ArbiterEffect> effects = new ArrayList<>();
    for (Move move : moves.all()) {
      if (move.phase() == Move.Phase.MOVING) {
        effects.addAll(moves.step(move));
      } else if (move.phase() == Move.Phase.PROPOSED && watch.isWell(move.region())) {
        effects.addAll(moves.end(move, Move.Phase.ABORTED, "well again"));
        own.calm(move.region());
      }
    }
    return effects;
  }
}
