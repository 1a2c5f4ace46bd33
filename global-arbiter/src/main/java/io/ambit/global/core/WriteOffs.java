package io.ambit.global.core;

import io.ambit.lease.LeaseParent;
import io.ambit.lease.Share;
import io.ambit.model.Budget;
import io.ambit.model.LimitKey;
import io.ambit.model.OnRegionLoss;
import io.ambit.model.PolicyBook;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What lost regions may still be using of budgets that do not wait for the end of their leases
 * ({@link OnRegionLoss#ON_CONFIRMED}). By so much more than the limit is given out until those
 * leases have ended or the region is heard again: then there is too much out, and what all were
 * given last shrinks to the limit as any lowered limit does. Floors are never written off: there is
 * no time at which they come free.
 *
 * <p>Only what is not heard is written off. A region that is heard gives back by itself what it is
 * not asked for. Not thread-safe; owned by one loop.
 */
final class WriteOffs {
  private final PolicyBook book;
  private SortedSet<String> gone = new TreeSet<>();
  private LeaseParent regions;

  WriteOffs(PolicyBook book, LeaseParent regions) {
    this.book = book;
    this.regions = regions;
  }

  /** Looks who is not heard of {@code lost} regions, right before a round. */
  void look(long nowNanos, LeaseParent givenBy, SortedSet<String> lost) {
    regions = givenBy;
    gone = new TreeSet<>(lost);
    if (!gone.isEmpty()) {
      givenBy.takingPart(nowNanos).forEach(gone::remove);
    }
  }

  /** How much of a limit is with others although regions that are lost may still be using it. */
  Share of(LimitKey key) {
    Share sum = Share.NONE;
    if (gone.isEmpty() || !isWrittenOff(key)) {
      return sum;
    }
    for (String region : gone) {
      sum = sum.plus(regions.charged(region, key).minus(regions.chargedFloor(region, key)));
    }
    return sum;
  }

  private boolean isWrittenOff(LimitKey key) {
    return book.effectiveBudget(key.tenant())
        .map(Budget::onRegionLoss)
        .filter(OnRegionLoss.ON_CONFIRMED::equals)
        .isPresent();
  }
}
