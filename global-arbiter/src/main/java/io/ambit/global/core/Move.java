package io.ambit.global.core;

import io.ambit.failover.Proposal;
import io.ambit.model.PolicyRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Traffic of one region that leaves it or comes back, from who asked to how it ended.
 *
 * @param id names it; the same region and revision give the same
 * @param request names the request for it; empty if it has no name
 * @param timeline what happened, oldest first
 * @param budget how far budgets have followed its newest step; null if no demand moved with it
 */
public record Move(
    String id,
    Proposal.Kind kind,
    String region,
    boolean automatic,
    String actor,
    String reason,
    String request,
    Phase phase,
    List<Event> timeline,
    @Nullable BudgetFollow budget) {
  /** What the ids of those begin with that the arbiter proposed. */
  static final String PROPOSAL = "proposal-";

  /** The most events that are kept of one. */
  static final int MOST_EVENTS = 32;

  /** How far it is. */
  public enum Phase {
    /** Waits for somebody to approve it. */
    PROPOSED,
    MOVING,
    DONE,
    /** Called back, replaced, or turned down. */
    ABORTED
  }

  /**
   * Something happened.
   *
   * @param timeMillis wall clock, since 1970
   * @param awayPerTenThousand how much of the region's traffic was away then
   * @param detail of budgets, what there is to say of them; else empty
   */
  public record Event(long timeMillis, String what, int awayPerTenThousand, String detail) {
    /** Of traffic. */
    Event(long timeMillis, String what, int awayPerTenThousand) {
      this(timeMillis, what, awayPerTenThousand, "");
    }
  }

  public Move {
    timeline = List.copyOf(timeline);
  }

  /** The newest event of its traffic; budgets follow in their own time. */
  public Event step() {
    return timeline.reversed().stream()
        .filter(event -> event.detail().isEmpty())
        .findFirst()
        .orElseGet(timeline::getLast);
  }

  /** Whether it was asked for by the request of that name. */
  public boolean isWantedBy(String name) {
    return !name.isEmpty() && name.equals(request);
  }

  /** Whether the arbiter proposed it. */
  public boolean isProposal() {
    return id.startsWith(PROPOSAL);
  }

  /** Whether it was asked to do what {@code proposal} asks for, in haste or not. */
  public boolean isAs(Proposal proposal) {
    boolean back = kind == Proposal.Kind.RESTORE;
    return !isProposal()
        && region.equals(proposal.region())
        && back == (proposal.kind() == Proposal.Kind.RESTORE);
  }

  boolean isOpen() {
    return phase == Phase.PROPOSED || phase == Phase.MOVING;
  }

  /** A proposal that somebody turned down, in whose name it reads from then on. */
  Move turnedDown(PolicyRecord record, Event event) {
    Move theirs =
        new Move(
            id,
            kind,
            region,
            automatic,
            record.actor(),
            record.reason(),
            record.request(),
            phase,
            timeline,
            budget);
    return theirs.with(Phase.ABORTED, event);
  }

  /** Budgets have followed so far. */
  Move with(BudgetFollow follow) {
    return new Move(id, kind, region, automatic, actor, reason, request, phase, timeline, follow);
  }

  Move with(Phase next, Event event) {
    List<Event> events = new ArrayList<>(timeline);
    events.add(event);
    if (events.size() > MOST_EVENTS) {
      // How it began and how it ends matter more than a step in between.
      events.remove(MOST_EVENTS / 2);
    }
    return new Move(id, kind, region, automatic, actor, reason, request, next, events, budget);
  }
}
