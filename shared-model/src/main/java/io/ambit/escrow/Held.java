package io.ambit.escrow;

import io.ambit.lease.Share;
import io.ambit.model.Limit;

/** One account of this boot. Not thread-safe. */
final class Held {
  /** Units for so long at the present rate are a comfortable stock. */
  private static final long STOCK_SECONDS = 2;

  /** Of a smaller budget nothing is kept at the idle. */
  private static final long SMALL_UNITS = 1_000;

  /** The disk is told ahead of a quarter of the stock. */
  private static final long RESERVE_DIVISOR = 4;

  final Account account;
  long quotaMilli;
  long heldMilli;
  long spentMilli;
  long shortMilli;
  long shortNanos;
  long reservedMilli;
  long reservedVersion;
  long usableMilli;
  boolean exhausted;
  boolean listed = true;

  Held(Account account) {
    this.account = account;
  }

  void read(long nowNanos, Spent spent) {
    spentMilli = Math.max(0, spent.spentMilli());
    if (spent.shortMilli() > 0 && spent.shortMilli() >= shortMilli) {
      shortMilli = spent.shortMilli();
      shortNanos = nowNanos;
    }
  }

  /** The largest cost refused is waited for no longer than {@code nanos}. */
  void forgetShort(long nowNanos, long nanos) {
    if (shortMilli > 0 && nowNanos - shortNanos > nanos) {
      shortMilli = 0;
    }
  }

  /** The limit is gone: what may be spent of the account counts as spent, should it come back. */
  void unlist() {
    if (listed) {
      listed = false;
      spentMilli = Math.max(spentMilli, reservedMilli);
      shortMilli = 0;
    }
  }

  long freeMilli() {
    return Math.max(0, heldMilli - spentMilli);
  }

  /** What must be free to serve who was refused, debts first. */
  long needMilli() {
    return Math.min(Share.MAX_MILLI, shortMilli + Math.max(0, spentMilli - heldMilli));
  }

  /**
   * A stock for the present rate. Without demand one part in ten thousand, at least a unit, so that
   * the first request finds something; nothing of a budget so small that it would be missed.
   */
  long targetMilli(long rateMilli) {
    if (!listed) {
      return 0;
    }
    long idle =
        quotaMilli < SMALL_UNITS * Limit.MILLI ? 0 : Math.max(Limit.MILLI, quotaMilli / 10_000);
    return Math.min(quotaMilli, Math.max(idle, Math.min(quotaMilli, STOCK_SECONDS * rateMilli)));
  }

  boolean lacks() {
    return listed && needMilli() > freeMilli() && !exhausted;
  }

  /** Raises what the disk says may be spent, if that is due; returns whether it did. */
  boolean reserve(long targetMilli, long nextVersion, long writtenVersion) {
    long ahead = Math.max(shortMilli, Math.max(Limit.MILLI, targetMilli / RESERVE_DIVISOR));
    long wanted = Math.min(heldMilli, spentMilli + ahead);
    long least = Math.max(shortMilli, ahead / 2);
    if (wanted <= reservedMilli
        || reservedMilli - spentMilli >= least
        || reservedVersion > writtenVersion) {
      return false;
    }
    reservedMilli = wanted;
    reservedVersion = nextVersion;
    return true;
  }

  void written(long version) {
    if (reservedVersion <= version) {
      usableMilli = reservedMilli;
    }
  }

  Claim claim(long rateMilli) {
    return new Claim(
        account,
        heldMilli,
        Math.min(spentMilli, heldMilli),
        freeMilli(),
        needMilli(),
        targetMilli(rateMilli));
  }
}
