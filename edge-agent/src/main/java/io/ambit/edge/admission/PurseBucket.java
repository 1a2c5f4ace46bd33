package io.ambit.edge.admission;

import io.ambit.edge.core.LimitRule;
import io.ambit.edge.core.PurseTerms;
import io.ambit.escrow.Spent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The amounts this edge has of a period budget: one purse per period, each spent in its period and
 * in no other.
 */
final class PurseBucket extends Bucket {
  private static final long SHORTEST_NANOS = 1_000_000;

  /** More is asked for at once; it mostly comes sooner. */
  private static final long MORE_NANOS = 500_000_000;

  private volatile Purse[] purses = {};

  PurseBucket(long nowNanos, LimitRule rule, @Nullable Bucket before, Watch watch) {
    super(rule, before, watch);
    follow(nowNanos, rule);
  }

  @Override
  long remainingMilli(long nowNanos) {
    Purse purse = current(nowNanos);
    return purse == null ? 0 : purse.leftMilli();
  }

  /** Units do not arrive at a rate. */
  @Override
  public long rateMilli(long nowNanos) {
    return 0;
  }

  @Override
  public long depthMilli(long nowNanos) {
    return limit().quotaMilli();
  }

  /** What is held is held to the end of the period, whoever is silent. */
  @Override
  public boolean onLease(long nowNanos) {
    return true;
  }

  /** Until the period ends if there is nothing more to come, else until more can be here. */
  @Override
  public long waitNanos(long costMilli, long nowNanos) {
    Purse purse = current(nowNanos);
    if (purse == null || (!purse.exhausted() && costMilli <= limit().quotaMilli())) {
      return MORE_NANOS;
    }
    return Math.max(SHORTEST_NANOS, purse.untilNanos() - nowNanos);
  }

  /** Until the next period. */
  @Override
  public long fullNanos(long nowNanos) {
    Purse purse = current(nowNanos);
    return purse == null ? MORE_NANOS : Math.max(SHORTEST_NANOS, purse.untilNanos() - nowNanos);
  }

  /** While there is more above, what is here says nothing of what is left. */
  @Override
  double fullness(long nowNanos) {
    Purse purse = current(nowNanos);
    return purse != null && purse.exhausted() ? (double) remaining(nowNanos) / limit().quota() : 1;
  }

  @Override
  @Nullable Debited debit(long costMilli, long nowNanos) {
    Purse purse = current(nowNanos);
    if (purse == null || purse.debit(costMilli)) {
      return purse;
    }
    if (costMilli <= limit().quotaMilli()) {
      purse.lacked(costMilli);
    }
    return null;
  }

  /** Debt is paid from what else is allotted in the period; the period's end writes it off. */
  @Override
  long overdraw(long extraMilli, long nowNanos) {
    Purse purse = current(nowNanos);
    return purse == null ? 0 : purse.overdraw(extraMilli, limit().depthMilli());
  }

  @Override
  long giveBack(long restMilli, long sinceNanos) {
    Purse purse = current(sinceNanos);
    if (purse == null) {
      return 0;
    }
    purse.refund(restMilli);
    return restMilli;
  }

  @Override
  void follow(long nowNanos, LimitRule rule) {
    super.follow(nowNanos, rule);
    List<Purse> next = new ArrayList<>();
    for (PurseTerms terms : rule.purses()) {
      Purse known = find(terms);
      if (known == null) {
        next.add(new Purse(terms));
      } else {
        known.follow(terms);
        next.add(known);
      }
    }
    purses = next.toArray(Purse[]::new);
  }

  @Override
  void renew(long nowNanos) {}

  /** What was spent, by period. */
  void read(List<Spent> readings) {
    for (Purse purse : purses) {
      readings.add(purse.read());
    }
  }

  private @Nullable Purse find(PurseTerms terms) {
    for (Purse purse : purses) {
      if (purse.isOf(terms)) {
        return purse;
      }
    }
    return null;
  }

  private @Nullable Purse current(long nowNanos) {
    for (Purse purse : purses) {
      if (purse.isOpen(nowNanos)) {
        return purse;
      }
    }
    return null;
  }
}
