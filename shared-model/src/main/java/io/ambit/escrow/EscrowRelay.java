package io.ambit.escrow;

import io.ambit.lease.Durations;
import io.ambit.lease.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A node in the middle: holds amounts from its parent and allots them to its children. What it
 * allotted is in its own log, so that a successor goes on under the same name and needs no closing;
 * what it holds it is told again when it asks.
 *
 * <p>Not thread-safe; owned by one loop.
 */
public final class EscrowRelay {
  private static final long REPORT_NANOS = Durations.ofMillis(1_000);
  private static final long URGENT_NANOS = Durations.ofMillis(100);

  /** Stock for twice what the children would like to have: each may take its part of half of it. */
  private static final long STOCK = 2;

  private final String node;
  private final EscrowParent children = new EscrowParent();
  private final SortedMap<Account, Allotment> held = new TreeMap<>();
  private long reportedNanos;
  private boolean reported;
  private long sequence;

  /**
   * A relay.
   *
   * @param firstSequence larger than any a predecessor reported under, such as its epoch times 2³²
   */
  public EscrowRelay(String node, long firstSequence) {
    this.node = node;
    this.sequence = firstSequence;
  }

  /** Charges what a predecessor allotted. */
  public void restore(Allotments own) {
    children.restore(own);
  }

  /** Applies what the parent allots. */
  public void apply(Allotments allotments) {
    for (Allotment each : allotments.allotments()) {
      if (allotments.node().equals(node) && each.boot().equals(EscrowReport.STANDING)) {
        held.merge(each.account(), each, EscrowRelay::larger);
      }
    }
  }

  /** Takes a child's report in. */
  public void receive(long nowNanos, EscrowReport report) {
    children.receive(nowNanos, report);
  }

  /** One round over the children. */
  public List<Allotments> round(long nowNanos, long wallSeconds) {
    held.keySet()
        .removeIf(
            account -> account.period().endSeconds() + EscrowParent.KEEP_SECONDS <= wallSeconds);
    return children.round(
        nowNanos,
        wallSeconds,
        new Holdings() {
          @Override
          public long milli(Account account) {
            return heldMilli(account);
          }

          @Override
          public boolean mayGrow(Account account) {
            return EscrowRelay.this.mayGrow(account);
          }
        });
  }

  /** The report that is due, if one is. */
  public Optional<EscrowReport> report(long nowNanos) {
    long age = reported ? nowNanos - reportedNanos : Long.MAX_VALUE;
    if (age < URGENT_NANOS) {
      return Optional.empty();
    }
    List<Claim> claims = new ArrayList<>();
    boolean urgent = false;
    TreeSet<Account> accounts = new TreeSet<>(children.accounts());
    accounts.addAll(held.keySet());
    for (Account account : accounts) {
      Claim claim = claim(nowNanos, account);
      claims.add(claim);
      urgent |=
          mayGrow(account)
              && (claim.needMilli() > claim.freeMilli()
                  || 2 * claim.freeMilli() < claim.targetMilli());
    }
    if (claims.isEmpty() || (!urgent && age < REPORT_NANOS)) {
      return Optional.empty();
    }
    reported = true;
    reportedNanos = nowNanos;
    List<Claim> some = claims.subList(0, Math.min(claims.size(), EscrowReport.MOST));
    return Optional.of(new EscrowReport(node, EscrowReport.STANDING, ++sequence, some, List.of()));
  }

  /** What this node holds in all. */
  public long heldMilli(Account account) {
    @Nullable Allotment known = held.get(account);
    return known == null ? 0 : known.allottedMilli();
  }

  public EscrowParent children() {
    return children;
  }

  private Claim claim(long nowNanos, Account account) {
    EscrowParent.Ask ask = children.ask(nowNanos, account);
    long holds = heldMilli(account);
    return new Claim(
        account,
        holds,
        Math.min(holds, children.spentMilli(account)),
        Math.max(0, holds - children.chargedMilli(account)),
        Math.min(Share.MAX_MILLI, ask.lacksMilli()),
        Math.min(Share.MAX_MILLI, STOCK * ask.targetMilli()));
  }

  private boolean mayGrow(Account account) {
    @Nullable Allotment known = held.get(account);
    return known == null || !known.exhausted();
  }

  private static Allotment larger(Allotment a, Allotment b) {
    return b.allottedMilli() >= a.allottedMilli() ? b : a;
  }
}
