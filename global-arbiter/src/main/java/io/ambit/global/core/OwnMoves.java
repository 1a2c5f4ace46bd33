package io.ambit.global.core;

import io.ambit.failover.Calm;
import io.ambit.failover.Proposal;
import io.ambit.failover.Proposal.Kind;
import io.ambit.failover.RegionHealth;
import io.ambit.failover.RegionHealth.Verdict;
import io.ambit.lease.Durations;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.PolicyBook;
import io.ambit.model.PolicyKey;
import io.ambit.model.RegionDeclaration;
import io.ambit.model.RegionDeclaration.AdminState;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the arbiter does by itself about regions that are lost, and about those it drained once they
 * are well again. A region that is confirmed lost is declared drained where the policy and the
 * safety rules let it, else that is proposed; what was turned down is not proposed again until the
 * region was well. A region drained so comes back as its {@link Calm} allows, and is declared
 * active once all of it is back. One wish at a time, so that no two moves begin together.
 *
 * <p>Not thread-safe; part of the core.
 */
final class OwnMoves {
  private final PolicyBook book;
  private final OwnBounds bounds;
  private final Plans plans;
  private final Moves moves;
  private final SortedMap<String, Calm> calms = new TreeMap<>();
  private final SortedSet<String> turnedDown = new TreeSet<>();

  /**
   * Moves of the arbiter's own.
   *
   * @param bounds knows which regions it drained
   * @param plans what it does is held against
   * @param moves takes what it proposes
   */
  OwnMoves(PolicyBook book, OwnBounds bounds, Plans plans, Moves moves) {
    this.book = book;
    this.bounds = bounds;
    this.plans = plans;
    this.moves = moves;
  }

  /** Nobody wants what was proposed of {@code region}, until it was well again. */
  void turnDown(String region) {
    turnedDown.add(region);
  }

  /** What was turned down of {@code region} is forgotten: it may be proposed again. */
  void allow(String region) {
    turnedDown.remove(region);
  }

  /** Whatever trouble {@code region} was in is over. */
  void calm(String region) {
    calms.remove(region);
  }

  /** How calm each region is that was ever in trouble or drained by the arbiter. */
  SortedMap<String, Calm> calms() {
    return Collections.unmodifiableSortedMap(calms);
  }

  /** How much of {@code region}, which the arbiter drained, is to be away; empty if not known. */
  OptionalInt away(String region) {
    Calm calm = calms.get(region);
    return calm != null && bounds.isOwn(region) ? OptionalInt.of(calm.away()) : OptionalInt.empty();
  }

  /**
   * Looks at every region that was judged.
   *
   * @param busy regions whose declaration is about to change
   * @param wishes takes what the arbiter wants written; of one region at most
   */
  void look(
      long nowNanos,
      SortedMap<String, RegionHealth.Judged> judged,
      SortedSet<String> busy,
      List<OwnWish> wishes) {
    judged.forEach((name, each) -> look(nowNanos, name, each, busy, wishes));
  }

  private void look(
      long nowNanos,
      String name,
      RegionHealth.Judged each,
      SortedSet<String> busy,
      List<OwnWish> wishes) {
    Verdict verdict = each.weighed();
    if (verdict == Verdict.WELL) {
      forgive(name, wishes);
    }
    Calm calm = calms.get(name);
    if (calm == null) {
      boolean own = bounds.isOwn(name);
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
    boolean waits = verdict == Verdict.WELL && plans.othersMove(nowNanos, busy, name);
    int away = calm.step(Durations.toMillis(nowNanos), waits ? Verdict.SUSPECT : verdict);
    if (!wishes.isEmpty()) {
      return;
    }
    if (bounds.isOwn(name)) {
      Proposal back = new Proposal(Kind.RESTORE, name, true, false);
      if (away == 0 && plans.of(nowNanos, busy, back).passes()) {
        wishes.add(declare(name, AdminState.ACTIVE, "well for " + calm.holdMillis() + " ms"));
      }
    } else if (away > 0 && book.region(name).adminState() != AdminState.DRAINED) {
      lose(nowNanos, name, each, busy, wishes);
    }
  }

  /** A region that is well may be lost again: what was turned down was another loss. */
  private void forgive(String name, List<OwnWish> wishes) {
    if (turnedDown.remove(name)) {
      calms.remove(name);
    }
    RegionDeclaration now = book.region(name);
    if (!now.turnedDown().isEmpty() && wishes.isEmpty()) {
      wishes.add(declare(name, now.adminState(), "well again"));
    }
  }

  /** A region is confirmed lost that is not drained. */
  private void lose(
      long nowNanos,
      String name,
      RegionHealth.Judged each,
      SortedSet<String> busy,
      List<OwnWish> wishes) {
    if (turnedDown.contains(name) || moves.open(name).isPresent()) {
      return;
    }
    Proposal proposal = new Proposal(Kind.EVACUATE, name, true, true);
    Plan plan = plans.of(nowNanos, busy, proposal);
    if (book.failoverPolicy().automatic() && plan.passes()) {
      wishes.add(declare(name, AdminState.DRAINED, each.why()));
    } else {
      String what = plan.passes() ? "proposed" : "held back: " + first(plan);
      String id = Move.PROPOSAL + name + "-" + Durations.toMillis(nowNanos);
      moves.propose(id, name, each.why(), what);
    }
  }

  private static String first(Plan plan) {
    return plan.findings().stream()
        .filter(finding -> finding.blocks())
        .map(finding -> finding.message())
        .findFirst()
        .orElse("");
  }

  private OwnWish declare(String name, AdminState state, String reason) {
    RegionDeclaration now = book.region(name);
    return new OwnWish(PolicyKey.region(name), now.as(state), reason);
  }
}
