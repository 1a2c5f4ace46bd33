package io.ambit.edge.admission;

import io.ambit.edge.core.PurseTerms;
import io.ambit.escrow.Spent;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * One period's amount: a counter of what was spent, below a cap that only grows. Any thread debits,
 * the loop follows and reads.
 */
final class Purse implements Bucket.Debited {
  private final AtomicLong spent;
  private final AtomicLong largestRefused = new AtomicLong();
  private final LongAdder refused = new LongAdder();
  private volatile PurseTerms terms;

  Purse(PurseTerms terms) {
    this.terms = terms;
    this.spent = new AtomicLong(terms.spentMilli());
  }

  boolean isOf(PurseTerms other) {
    return terms.account().equals(other.account());
  }

  void follow(PurseTerms newer) {
    terms = newer;
  }

  boolean isOpen(long nowNanos) {
    PurseTerms now = terms;
    return nowNanos - now.fromNanos() >= 0 && now.untilNanos() - nowNanos > 0;
  }

  long untilNanos() {
    return terms.untilNanos();
  }

  boolean exhausted() {
    return terms.exhausted();
  }

  long leftMilli() {
    return terms.capMilli() - spent.get();
  }

  boolean debit(long costMilli) {
    long seen = spent.get();
    while (seen + costMilli <= terms.capMilli()) {
      if (spent.compareAndSet(seen, seen + costMilli)) {
        return true;
      }
      seen = spent.get();
    }
    return false;
  }

  /** A request found too little: the loop asks for more. */
  void lacked(long costMilli) {
    refused.add(costMilli);
    long known = largestRefused.get();
    while (known < costMilli && !largestRefused.compareAndSet(known, costMilli)) {
      known = largestRefused.get();
    }
  }

  @Override
  public void refund(long costMilli) {
    spent.addAndGet(-costMilli);
  }

  /** Spends up to {@code costMilli}, no further than {@code mostMilli} beyond the cap. */
  long overdraw(long costMilli, long mostMilli) {
    while (true) {
      long seen = spent.get();
      long taken = Math.clamp(terms.capMilli() + mostMilli - seen, 0, costMilli);
      if (spent.compareAndSet(seen, seen + taken)) {
        return taken;
      }
    }
  }

  Spent read() {
    return new Spent(
        terms.account(), spent.get(), largestRefused.getAndSet(0), refused.sumThenReset());
  }
}
