package io.ambit.edge.settlement;

import io.ambit.edge.admission.Gate;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Settles each admitted request once, within {@value #LONGEST_MINUTES} minutes of its decision.
 *
 * <p>Only what was settled is remembered, the last {@value #MOST}. One that makes room takes every
 * older decision with it, settled or not: what is forgotten must never be charged again, so beyond
 * that many settlements in ten minutes the time to settle gets shorter instead. Thread-safe.
 */
public final class Settlements {
  static final int MOST = 100_000;
  static final int LONGEST_MINUTES = 10;

  private static final long LONGEST_NANOS = LONGEST_MINUTES * 60_000_000_000L;

  private final Gate gate;
  private final int most;
  private final NavigableMap<Long, Done> settled = new TreeMap<>();
  private long forgotten;

  private record Done(long decidedNanos, Settlement settlement) {}

  public Settlements(Gate gate) {
    this(gate, MOST);
  }

  Settlements(Gate gate, int most) {
    this.gate = gate;
    this.most = most;
  }

  /**
   * Settles the request of {@code receipt}, or says how it was settled before.
   *
   * @return empty if the decision is too old
   */
  public synchronized Optional<Settlement> settle(Receipt receipt, Actual actual, long nowNanos) {
    forgetWhile(oldest -> isTooOld(oldest.decidedNanos(), nowNanos));
    if (isTooOld(receipt.charge().decidedNanos(), nowNanos) || receipt.number() <= forgotten) {
      return Optional.empty();
    }
    Done known = settled.get(receipt.number());
    if (known != null) {
      return Optional.of(known.settlement());
    }
    forgetWhile(oldest -> settled.size() >= most);
    Settlement settlement =
        new Settlement(
            receipt.charge().tenant(),
            gate.settle(receipt.charge(), actual.after(receipt.charge().costs()), nowNanos));
    settled.put(receipt.number(), new Done(receipt.charge().decidedNanos(), settlement));
    return Optional.of(settlement);
  }

  private void forgetWhile(Predicate<Done> tooMuch) {
    while (!settled.isEmpty() && tooMuch.test(settled.firstEntry().getValue())) {
      forgotten = Math.max(forgotten, settled.pollFirstEntry().getKey());
    }
  }

  private static boolean isTooOld(long decidedNanos, long nowNanos) {
    return nowNanos - decidedNanos > LONGEST_NANOS;
  }
}
