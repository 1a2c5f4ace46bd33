package io.ambit.escrow;

import io.ambit.lease.Boot;
import io.ambit.lease.Share;

/** What a parent knows of one boot's account. Not thread-safe. */
final class Line {
  final Boot boot;
  long allottedMilli;
  long spentMilli;
  boolean closed;
  boolean exhausted;

  /** Meaningful while {@code asks}: as of the newest claim. */
  long freeMilli;

  long needMilli;
  long targetMilli;
  long claimedNanos;
  boolean claimed;
  boolean asks;
  private boolean given;

  Line(Boot boot) {
    this.boot = boot;
  }

  void restore(Allotment past) {
    allottedMilli = closed ? allottedMilli : Math.max(allottedMilli, past.allottedMilli());
    allottedMilli = past.closed() ? past.allottedMilli() : allottedMilli;
    closed |= past.closed();
    spentMilli = Math.max(spentMilli, past.spentMilli());
  }

  /** Takes a claim in; whether the child must be told again what it was allotted. */
  boolean claim(long nowNanos, Claim claim) {
    allottedMilli = Math.max(allottedMilli, claim.heldMilli());
    spentMilli = Math.max(spentMilli, claim.spentMilli());
    claimed = true;
    claimedNanos = nowNanos;
    targetMilli = claim.targetMilli();
    // One that does not know what it has yet asks for what it may have already.
    asks = claim.heldMilli() == allottedMilli;
    freeMilli = claim.freeMilli();
    needMilli = claim.needMilli();
    return !asks;
  }

  void close(long finalMilli) {
    closed = true;
    asks = false;
    allottedMilli = Math.max(spentMilli, Math.min(finalMilli, allottedMilli));
    spentMilli = allottedMilli;
  }

  void give(long milli) {
    allottedMilli += milli;
    freeMilli += milli;
    given = true;
  }

  /** Who was given something asks anew once it knows. */
  void answered() {
    asks &= !given;
    given = false;
  }

  /** What it lacks to serve what it refused. */
  long lacksMilli() {
    return asks ? Math.max(0, needMilli - freeMilli) : 0;
  }

  /** What it would like besides, once it has less than half of that: no dribbling. */
  long wantsMilli() {
    return asks && 2 * freeMilli < targetMilli ? targetMilli - freeMilli : 0;
  }

  boolean isHeard(long nowNanos, long withinNanos) {
    return claimed && !closed && nowNanos - claimedNanos <= withinNanos;
  }

  Allotment write(Account account) {
    return new Allotment(
        account,
        boot,
        Math.min(Share.MAX_MILLI, allottedMilli),
        Math.min(Share.MAX_MILLI, spentMilli),
        closed,
        exhausted);
  }
}
