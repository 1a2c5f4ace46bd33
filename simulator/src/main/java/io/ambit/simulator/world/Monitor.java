package io.ambit.simulator.world;

import io.ambit.model.Limit;
import io.ambit.simulator.invariant.Contract;
import java.util.Arrays;

/** What one tenant asked for and got, in slots of 100 ms, and whether that keeps the contract. */
public final class Monitor {
  public static final long SLOT_NANOS = 100_000_000;

  private final Contract contract;
  private long[] offered = new long[1_024];
  private long[] admitted = new long[1_024];
  private long[] sentOn = new long[1_024];

  Monitor(Contract contract) {
    this.contract = contract;
  }

  public Contract contract() {
    return contract;
  }

  void offer(long nanos, long units) {
    int slot = slot(nanos);
    offered[slot] += units;
  }

  void admit(long nanos, long units) {
    int slot = slot(nanos);
    admitted[slot] += units;
    contract.admit(nanos, units);
  }

  /** Of what was admitted, so much was only sent on, to be admitted elsewhere. */
  void sendOn(long nanos, long units) {
    int slot = slot(nanos);
    sentOn[slot] += units;
  }

  /** Units admitted where users stayed. */
  public long served(long fromNanos, long toNanos) {
    return admitted(fromNanos, toNanos) - sum(sentOn, fromNanos, toNanos);
  }

  /** Units offered from one time to another, whole slots. */
  public long offered(long fromNanos, long toNanos) {
    return sum(offered, fromNanos, toNanos);
  }

  public long admitted(long fromNanos, long toNanos) {
    return sum(admitted, fromNanos, toNanos);
  }

  /** Admitted / ∫ min(demand, L): what part of what could be used was used. */
  public double utilisation(long fromNanos, long toNanos) {
    double could = 0;
    double perSlot = contract.limit().rateMilli() / (double) Limit.MILLI * SLOT_NANOS / 1e9;
    // A limit of few units a slot is met in whole units, so demand is smoothed over a second.
    for (int i = (int) (fromNanos / SLOT_NANOS); i < toNanos / SLOT_NANOS; i++) {
      could += Math.min(demand(i), perSlot);
    }
    return could == 0 ? 1 : admitted(fromNanos, toNanos) / could;
  }

  private double demand(int slot) {
    if (slot >= offered.length) {
      return 0;
    }
    return offered[slot];
  }

  private static long sum(long[] slots, long fromNanos, long toNanos) {
    long sum = 0;
    for (int i = (int) (fromNanos / SLOT_NANOS); i < toNanos / SLOT_NANOS; i++) {
      sum += i < slots.length ? slots[i] : 0;
    }
    return sum;
  }

  private int slot(long nanos) {
    // What arrived up to the end of a slot belongs to it.
    int slot = (int) ((nanos - 1) / SLOT_NANOS);
    if (slot >= offered.length) {
      offered = Arrays.copyOf(offered, Math.max(slot + 1, 2 * offered.length));
      admitted = Arrays.copyOf(admitted, offered.length);
      sentOn = Arrays.copyOf(sentOn, offered.length);
    }
    return slot;
  }
}
