package io.ambit.escrow;

import io.ambit.lease.Boot;
import io.ambit.lease.Durations;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import io.ambit.model.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The spending half: the accounts of one boot of an edge. What its parent allots it may spend, but
 * only as far as its disk says that it may have, so that a later boot can always tell an upper
 * bound of what this one spent; and each account in its period alone, by this edge's own clock.
 *
 * <p>Not thread-safe; owned by one loop. Bounded: {@value EscrowParent#MOST_ACCOUNTS} accounts,
 * {@value #MOST_CLOSINGS} closings.
 */
public final class EscrowHolder {
  static final int MOST_CLOSINGS = EscrowParent.MOST_ACCOUNTS;

  /** So long before its start the next period's account is opened. */
  static final long AHEAD_SECONDS = 5;

  /** So long after its end an account still tells what was spent. */
  static final long LATE_SECONDS = 60;

  private static final long REPORT_NANOS = Durations.ofMillis(1_000);
  private static final long URGENT_NANOS = Durations.ofMillis(100);

  private final String node;
  private final Boot boot;
  private final SortedMap<Account, Held> accounts = new TreeMap<>();
  private final SortedMap<LimitKey, DemandRate> rates = new TreeMap<>();
  private List<Closing> closings = List.of();
  private long version;
  private long writtenVersion;
  private long reportedNanos;
  private boolean reported;
  private long sequence;

  public EscrowHolder(String node, Boot boot) {
    this.node = node;
    this.boot = boot;
  }

  /** Takes over what an earlier boot left on disk, before anything else. */
  public void resume(EscrowMemory memory) {
    List<Closing> all = new ArrayList<>(memory.closings());
    Boot former = memory.boot();
    if (former != null && !former.equals(boot)) {
      memory.reserves().forEach(each -> all.add(new Closing(each.account(), former, each.milli())));
    }
    // The oldest have been told often.
    closings = List.copyOf(all.subList(Math.max(0, all.size() - MOST_CLOSINGS), all.size()));
    version++;
  }

  /**
   * Opens and closes accounts as time and operator intent say.
   *
   * @param limits every period budget that binds anybody here
   */
  public void follow(long nowNanos, long wallSeconds, Map<LimitKey, Limit> limits) {
    accounts
        .keySet()
        .removeIf(account -> account.period().endSeconds() + LATE_SECONDS <= wallSeconds);
    rates.keySet().retainAll(limits.keySet());
    accounts.values().forEach(held -> unlistUnless(held, limits));
    closings =
        closings.stream()
            .filter(c -> c.account().period().endSeconds() + LATE_SECONDS > wallSeconds)
            .toList();
    limits.forEach((key, limit) -> open(nowNanos, wallSeconds, key, limit));
  }

  /** Takes in what the gate spent, and decides what the disk must be told of. */
  public void read(long nowNanos, List<Spent> readings) {
    for (Spent spent : readings) {
      Held held = accounts.get(spent.account());
      if (held != null && held.listed) {
        long growth = Math.max(0, spent.spentMilli() - held.spentMilli);
        rate(nowNanos, held).add(growth + spent.refusedMilli());
        held.read(nowNanos, spent);
      }
    }
    rates.values().forEach(rate -> rate.pass(nowNanos));
    long next = version + 1;
    boolean more = false;
    for (Held held : accounts.values()) {
      held.forgetShort(nowNanos, REPORT_NANOS);
      more |= held.reserve(target(nowNanos, held), next, writtenVersion);
    }
    version = more ? next : version;
  }

  /** Applies what the parent allots; returns whether it was anything new. */
  public boolean apply(Allotments allotments) {
    boolean news = false;
    for (Allotment each : allotments.allotments()) {
      Held held = accounts.get(each.account());
      if (allotments.node().equals(node) && each.boot().equals(boot) && held != null) {
        news |= each.allottedMilli() > held.heldMilli || each.exhausted() != held.exhausted;
        held.heldMilli = Math.max(held.heldMilli, each.allottedMilli());
        held.exhausted = each.exhausted();
      }
    }
    return news;
  }

  /** What the disk must hold before the gate may spend more than it may now. */
  public EscrowMemory memory() {
    List<EscrowMemory.Reserve> reserves = new ArrayList<>();
    for (Held held : accounts.values()) {
      if (held.reservedMilli > 0) {
        reserves.add(new EscrowMemory.Reserve(held.account, held.reservedMilli));
      }
    }
    return new EscrowMemory(boot, reserves, closings, version);
  }

  /** Whether {@link #memory} says more than the disk was known to hold. */
  public boolean isUnwritten() {
    return version > writtenVersion;
  }

  /** The disk holds the memory of {@code written}, or nothing at all. */
  public boolean written(long written) {
    if (written <= writtenVersion) {
      return false;
    }
    writtenVersion = written;
    accounts.values().forEach(held -> held.written(written));
    return true;
  }

  /** The report that is due, if one is. */
  public Optional<EscrowReport> report(long nowNanos) {
    long age = reported ? nowNanos - reportedNanos : Long.MAX_VALUE;
    boolean urgent = age >= URGENT_NANOS && accounts.values().stream().anyMatch(this::isUrgent);
    if ((accounts.isEmpty() && closings.isEmpty()) || (!urgent && age < REPORT_NANOS)) {
      return Optional.empty();
    }
    reported = true;
    reportedNanos = nowNanos;
    List<Claim> claims =
        accounts.values().stream().map(held -> held.claim(rateMilli(held))).toList();
    return Optional.of(new EscrowReport(node, boot, ++sequence, claims, closings));
  }

  /** The accounts of {@code limit} that may be spent now or soon, in order. */
  public List<Purse> purses(LimitKey limit) {
    List<Purse> purses = new ArrayList<>();
    for (Held held : accounts.values()) {
      if (held.listed && held.account.limit().equals(limit)) {
        purses.add(new Purse(held.account, held.spentMilli, held.usableMilli, held.exhausted));
      }
    }
    return purses;
  }

  private boolean isUrgent(Held held) {
    long rate = rateMilli(held);
    return held.lacks()
        || (rate > 0 && !held.exhausted && 2 * held.freeMilli() < held.targetMilli(rate));
  }

  private void open(long nowNanos, long wallSeconds, LimitKey key, Limit limit) {
    Period now = limit.periodAt(wallSeconds);
    open(new Account(key, now), limit);
    if (now.endSeconds() - wallSeconds <= AHEAD_SECONDS) {
      open(new Account(key, limit.periodAt(now.endSeconds())), limit);
    }
    rates.computeIfAbsent(key, absent -> new DemandRate(nowNanos));
  }

  private void open(Account account, Limit limit) {
    Held held = accounts.get(account);
    if (held == null && accounts.size() < EscrowParent.MOST_ACCOUNTS) {
      held = new Held(account);
      accounts.put(account, held);
    }
    if (held != null) {
      held.quotaMilli = limit.quotaMilli();
      held.listed = true;
    }
  }

  /** A limit whose windows changed has other accounts from then on. */
  private static void unlistUnless(Held held, Map<LimitKey, Limit> limits) {
    Limit limit = limits.get(held.account.limit());
    Period period = held.account.period();
    if (limit == null || !limit.periodAt(period.startSeconds()).equals(period)) {
      held.unlist();
    }
  }

  private DemandRate rate(long nowNanos, Held held) {
    return rates.computeIfAbsent(held.account.limit(), absent -> new DemandRate(nowNanos));
  }

  private long target(long nowNanos, Held held) {
    return held.targetMilli(rate(nowNanos, held).perSecondMilli());
  }

  private long rateMilli(Held held) {
    @Nullable DemandRate rate = rates.get(held.account.limit());
    return rate == null ? 0 : rate.perSecondMilli();
  }
}
