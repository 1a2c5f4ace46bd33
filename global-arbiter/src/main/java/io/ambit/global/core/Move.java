package io.ambit.global.core;

import io.ambit.failover.Proposal;
import io.ambit.model.PolicyRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * Traffic of one region that leaves it or comes back, from who asked to how it ended.
 *
 * @param id names it; the same region and revision give the same
 * @param request names the request for it; empty if it has no name
 * @param timeline what happened, oldest first
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
    List<Event> timeline) {
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
   */
  public record Event(long timeMillis, String what, int awayPerTenThousand) {}

  public Move {
    timeline = List.copyOf(timeline);
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
            timeline);
    return theirs.with(Phase.ABORTED, event);
  }

  Move with(Phase next, Event event) {
    List<Event> events = new ArrayList<>(timeline);
    events.add(event);
    if (events.size() > MOST_EVENTS) {
      // How it began and how it ends matter more than a step in between.
      events.remove(MOST_EVENTS / 2);
    }
    return new Move(id, kind, region, automatic, actor, reason, request, next, events);
  }
}
