package io.ambit.global.core;

import io.ambit.escrow.Account;
import io.ambit.escrow.Allotments;
import io.ambit.escrow.EscrowParent;
import io.ambit.escrow.EscrowReport;
import io.ambit.escrow.Holdings;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.Period;
import io.ambit.model.PolicyBook;
import java.util.List;
import java.util.Optional;

/**
 * The period budgets of all tenants: the quota of each period, allotted to regions. A quota that is
 * lowered takes nothing back that was allotted; one that is raised is there at once. Not
 * thread-safe.
 */
public final class ArbiterEscrow {
  private final PolicyBook book;
  private final EscrowParent regions = new EscrowParent();
  private long wallSeconds;

  ArbiterEscrow(PolicyBook book) {
    this.book = book;
  }

  /**
   * One period of a limit, in milli-units.
   *
   * @param spentMilli as far as regions have told
   * @param heldMilli allotted to regions: spent, or theirs to spend
   */
  public record Balance(Period period, long quotaMilli, long spentMilli, long heldMilli) {}

  /** How {@code limit} stands in the period now; empty before the first tick or if it has none. */
  public Optional<Balance> balance(LimitKey key, Limit limit) {
    if (!limit.isPeriodic() || wallSeconds == 0) {
      return Optional.empty();
    }
    Account account = new Account(key, limit.periodAt(wallSeconds));
    return Optional.of(
        new Balance(
            account.period(),
            limit.quotaMilli(),
            regions.spentMilli(account),
            regions.chargedMilli(account)));
  }

  void restore(Allotments allotments) {
    regions.restore(allotments);
  }

  void receive(long nowNanos, EscrowReport report) {
    regions.receive(nowNanos, report);
  }

  List<ArbiterEffect> tick(long nowNanos, long wallMillis) {
    if (wallMillis == 0) {
      return List.of();
    }
    wallSeconds = wallMillis / 1_000;
    return regions.round(nowNanos, wallSeconds, new Quotas(book)).stream()
        .<ArbiterEffect>map(ArbiterEffect.Allot::new)
        .toList();
  }

  /** What operators allow. */
  private record Quotas(PolicyBook book) implements Holdings {
    @Override
    public long milli(Account account) {
      return book.effectiveBudget(account.limit().tenant())
          .flatMap(budget -> budget.limit(account.limit().limit()))
          .filter(limit -> has(limit, account.period()))
          .map(Limit::quotaMilli)
          .orElse(0L);
    }

    @Override
    public boolean mayGrow(Account account) {
      return false;
    }

    /** An account that no window of the limit fits is of a limit as it was. */
    private static boolean has(Limit limit, Period period) {
      return limit.isPeriodic() && limit.periodAt(period.startSeconds()).equals(period);
    }
  }
}
