package io.ambit.global.core;

import io.ambit.failover.Check;
import io.ambit.failover.Proposal;
import io.ambit.failover.Proposal.Kind;
import io.ambit.failover.Situation;
import io.ambit.failover.SpillTables;
import io.ambit.failover.Waterfall;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.PolicyBook;
import io.ambit.model.RegionDeclaration.AdminState;
import io.ambit.model.SpillTable;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What would happen if a move of traffic were carried out, and what the safety rules say to it:
 * asked by operators before they move anything, and of every move before it begins, whoever wants
 * it. Nothing is changed here. Not thread-safe; part of the core.
 */
final class Plans {
  private final PolicyBook book;
  private final Loads loads;
  private final OwnBounds bounds;

  /**
   * Plans by what the book and regions say.
   *
   * @param bounds knows which regions the arbiter itself drained
   */
  Plans(PolicyBook book, Loads loads, OwnBounds bounds) {
    this.book = book;
    this.loads = loads;
    this.bounds = bounds;
  }

  /**
   * What would happen to traffic.
   *
   * @param busy regions whose declaration is about to change
   */
  Plan of(long nowNanos, SortedSet<String> busy, Proposal proposal) {
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

  /** Whether any region moves or is about to, other than {@code region}. */
  boolean othersMove(long nowNanos, SortedSet<String> busy, String region) {
    return situation(nowNanos, busy).moving().stream().anyMatch(each -> !each.equals(region));
  }

  /** Where everything is, as safety is judged by. */
  private Situation situation(long nowNanos, SortedSet<String> busy) {
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

  /** Whether a person has put it where it is. */
  private boolean isPinned(String region) {
    return book.region(region).adminState() != AdminState.ACTIVE && !bounds.isOwn(region);
  }
}
