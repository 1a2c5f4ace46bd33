package io.ambit.global.core;

import io.ambit.failover.Finding;
import io.ambit.failover.Proposal.Kind;
import io.ambit.failover.TableRefusal;
import io.ambit.lease.Durations;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyRecord;
import io.ambit.model.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The last {@value #RECENT} moves of traffic, told from what was read and done in this term: how
 * each began, the steps of its traffic as they were read back, what else befell it, and how it
 * ended. A successor tells those that are under way from the log. Nothing is decided here.
 *
 * <p>Not thread-safe; part of the core.
 */
public final class Moves {
  static final int RECENT = 100;

  private static final String HELD_BACK = "held back";

  private final PolicyBook book;
  private final SequencedMap<String, Move> recent = new LinkedHashMap<>();
  private long wallMillis;
  private long wallNanos;

  /** Told of traffic as {@code book} says it is. */
  Moves(PolicyBook book) {
    this.book = book;
  }

  /** The wall clock, which events are told by, shows {@code wall} now. */
  void at(long nowNanos, long wall) {
    wallMillis = wall;
    wallNanos = nowNanos;
  }

  /** A declaration of a region is to be carried out. */
  void begin(Kind kind, PolicyRecord record, String what) {
    String name = record.key().name();
    add(
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

  /** The arbiter proposes to evacuate {@code region}. */
  void propose(String id, String region, String why, String what) {
    add(proposal(id, region, why, List.of(event(what, region))));
  }

  /** Of a predecessor's proposal the log says that it was turned down. */
  void findTurnedDown(PolicyRecord record, String id) {
    add(proposal(id, record.key().name(), record.reason(), List.of()));
    turnDown(record, id, "turned down, found in the log");
  }

  private static Move proposal(String id, String region, String why, List<Move.Event> timeline) {
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

  /** A proposal that was open is no more. */
  List<ArbiterEffect> turnDown(PolicyRecord record, String id, String what) {
    Move move = find(id).filter(each -> each.phase() == Move.Phase.PROPOSED).orElse(null);
    if (move == null) {
      return List.of();
    }
    put(move.turnedDown(record, event(what, move.region())));
    return List.of(new ArbiterEffect.Moved(move.kind(), Move.Phase.ABORTED));
  }

  /** Another move of {@code region} begins, and ends the one that is open. */
  List<ArbiterEffect> replace(String region) {
    return open(region)
        .map(
            open ->
                end(
                    open,
                    Move.Phase.ABORTED,
                    open.phase() == Move.Phase.PROPOSED ? "approved" : "replaced"))
        .orElse(List.of());
  }

  /** How far {@code move}, which is under way, is by the table; ends it once it is done. */
  List<ArbiterEffect> step(Move move) {
    int away = away(move.region());
    boolean home = move.kind() == Kind.RESTORE;
    if (home ? away == 0 : away == FailoverPolicy.WHOLE) {
      return end(move, Move.Phase.DONE, "done");
    }
    if (move.step().awayPerTenThousand() != away) {
      put(move.with(Move.Phase.MOVING, event("step", move.region())));
    }
    return List.of();
  }

  List<ArbiterEffect> end(Move move, Move.Phase phase, String what) {
    put(move.with(phase, event(what, move.region())));
    return List.of(new ArbiterEffect.Moved(move.kind(), phase));
  }

  /** What is open of {@code region} goes no further; told once in a row. */
  void holdBack(long nowNanos, String region, Finding against) {
    open(region)
        .filter(move -> !move.timeline().getLast().what().equals(HELD_BACK))
        .ifPresent(
            move ->
                put(move.with(move.phase(), aside(nowNanos, HELD_BACK, move, against.message()))));
  }

  /** A region began to keep tables from its edges, or keeps none any more if that is null. */
  void refuse(long nowNanos, String region, @Nullable TableRefusal refusal) {
    String what = (refusal == null ? "taken by " : "refused by ") + region;
    String detail =
        refusal == null
            ? "its edges have the newest table"
            : "table %d is kept from its edges: %s".formatted(refusal.revision(), refusal.why());
    for (Move move : drains()) {
      put(move.with(move.phase(), aside(nowNanos, what, move, detail)));
    }
  }

  /** Budgets have followed the traffic of some regions so far. */
  void follow(long nowNanos, BudgetMoves.Progress progress) {
    for (String source : progress.sources()) {
      all().stream()
          .filter(move -> move.region().equals(source) && move.phase() != Move.Phase.PROPOSED)
          .findFirst()
          .ifPresent(move -> put(followed(nowNanos, move, progress.follow())));
    }
  }

  private Move followed(long nowNanos, Move move, BudgetFollow follow) {
    Move next = move.with(follow);
    if (follow.phase() == BudgetFollow.Phase.FOLLOWING) {
      return next;
    }
    return next.with(move.phase(), aside(nowNanos, follow.title(), move, follow.text()));
  }

  private Move.Event event(String what, String region) {
    return new Move.Event(wallMillis, what, away(region));
  }

  /** An event that is not a step of traffic. */
  private Move.Event aside(long nowNanos, String what, Move move, String detail) {
    long time = wallMillis + Durations.toMillis(nowNanos - wallNanos);
    return new Move.Event(time, what, away(move.region()), detail);
  }

  private int away(String region) {
    return book.spillTable().away().getOrDefault(region, 0);
  }

  private void add(Move move) {
    recent.putLast(move.id(), move);
    if (recent.size() > RECENT) {
      recent.pollFirstEntry();
    }
  }

  private void put(Move move) {
    recent.replace(move.id(), move);
  }

  /** What is open of {@code region}. */
  Optional<Move> open(String region) {
    return recent.values().stream()
        .filter(move -> move.isOpen() && move.region().equals(region))
        .findFirst();
  }

  public Optional<Move> find(String id) {
    return Optional.ofNullable(recent.get(id));
  }

  /** Newest first. */
  public List<Move> all() {
    return new ArrayList<>(recent.sequencedValues().reversed());
  }

  /** What the request of that name asked for. */
  public Optional<Move> wantedBy(String request) {
    return recent.values().stream().filter(move -> move.isWantedBy(request)).findFirst();
  }

  /** Of each region that is drained or moves, the newest move. */
  private List<Move> drains() {
    SortedMap<String, Move> newest = new TreeMap<>();
    for (Move move : recent.values()) {
      boolean drains = move.phase() == Move.Phase.MOVING || move.phase() == Move.Phase.DONE;
      if (drains) {
        newest.put(move.region(), move);
      }
    }
    newest
        .values()
        .removeIf(move -> move.phase() == Move.Phase.DONE && move.kind() == Kind.RESTORE);
    return List.copyOf(newest.values());
  }
}
