package io.ambit.edge.core;

import io.ambit.escrow.Allotments;
import io.ambit.escrow.EscrowHolder;
import io.ambit.escrow.EscrowMemory;
import io.ambit.escrow.Purse;
import io.ambit.lease.Boot;
import io.ambit.model.Budget;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The period budgets of this edge: which accounts there are now, and what the gate may spend of
 * each. Not thread-safe.
 */
final class PeriodBudgets {
  private static final long MILLIS = 1_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final EscrowHolder escrow;
  private SortedMap<LimitKey, List<Purse>> told = new TreeMap<>();
  private SortedMap<LimitKey, Limit> limits = new TreeMap<>();
  private long nowNanos;
  private long wallMillis;

  PeriodBudgets(String node, Boot boot) {
    this.escrow = new EscrowHolder(node, boot);
  }

  void resume(EscrowMemory memory) {
    escrow.resume(memory);
  }

  /**
   * Binds by {@code budgets} from now on, those of every tenant here; the gate is about to be told
   * all terms there are. A budget that is gone must be known to be before it can come back: the
   * gate counts it anew then.
   */
  void bind(Map<String, Budget> budgets) {
    told = new TreeMap<>();
    limits = limits(budgets);
    if (wallMillis != 0) {
      escrow.follow(nowNanos, wallMillis / MILLIS, limits);
    }
  }

  /** Time passed; returns what there is to do. */
  List<EdgeEffect> tick(long now, EdgeInput.Tick tick) {
    if (tick.wallMillis() == 0) {
      return List.of();
    }
    nowNanos = now;
    wallMillis = tick.wallMillis();
    escrow.read(now, tick.spent());
    escrow.follow(now, wallMillis / MILLIS, limits);
    List<EdgeEffect> effects = new ArrayList<>();
    escrow.report(now).ifPresent(report -> effects.add(new EdgeEffect.ReportEscrow(report)));
    return effects;
  }

  /** Takes in what the region allots; it may be spent once the disk knows. */
  void apply(Allotments allotments) {
    escrow.apply(allotments);
  }

  boolean isUnwritten() {
    return escrow.isUnwritten();
  }

  void written(long version) {
    escrow.written(version);
  }

  EscrowMemory memory() {
    return escrow.memory();
  }

  /** Whether the gate must be told, as of which terms it was last. */
  boolean changed() {
    return told.entrySet().stream()
        .anyMatch(each -> differ(each.getValue(), escrow.purses(each.getKey())));
  }

  /** What the gate may spend of {@code limit}. */
  List<PurseTerms> terms(LimitKey limit) {
    List<Purse> purses = escrow.purses(limit);
    told.put(limit, purses);
    return purses.stream().map(this::terms).toList();
  }

  private static boolean differ(List<Purse> before, List<Purse> after) {
    boolean differ = before.size() != after.size();
    for (int i = 0; i < after.size() && !differ; i++) {
      Purse old = before.get(i);
      Purse now = after.get(i);
      differ =
          !old.account().equals(now.account())
              || old.capMilli() != now.capMilli()
              || old.exhausted() != now.exhausted();
    }
    return differ;
  }

  private PurseTerms terms(Purse purse) {
    return new PurseTerms(
        purse.account(),
        purse.spentMilli(),
        purse.capMilli(),
        nanosAt(purse.account().period().startSeconds()),
        nanosAt(purse.account().period().endSeconds()),
        purse.exhausted());
  }

  private long nanosAt(long seconds) {
    return nowNanos + (seconds * MILLIS - wallMillis) * NANOS_PER_MILLI;
  }

  private static SortedMap<LimitKey, Limit> limits(Map<String, Budget> budgets) {
    SortedMap<LimitKey, Limit> limits = new TreeMap<>();
    budgets.forEach(
        (tenant, budget) -> {
          for (Limit limit : budget.limits()) {
            if (limit.isPeriodic()) {
              limits.put(new LimitKey(tenant, limit.name()), limit);
            }
          }
        });
    return limits;
  }
}
