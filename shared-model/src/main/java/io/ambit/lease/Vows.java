package io.ambit.lease;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The vows that a node has from the witnesses of its parent, its own among them. As long as more
 * than half of the witnesses are bound at every moment, the parent cannot have had the testimony it
 * needs to give this node's lease to others, so the lease may be kept: that time is an unbroken
 * interval, which begins anew after any gap. Not thread-safe; owned by one loop.
 */
public final class Vows {
  /** Each witness is asked again so often. */
  private static final long ASK_NANOS = Durations.ofMillis(1_000);

  private final String node;
  private final SortedMap<String, Long> untilNanos = new TreeMap<>();
  private final SortedMap<String, Long> askedNanos = new TreeMap<>();
  private Witnesses witnesses = Witnesses.NONE;
  private long sinceNanos;
  private long keptUntilNanos;

  public Vows(String node) {
    this.node = node;
  }

  /** A grant says who the witnesses are, from now on. */
  public void follow(long nowNanos, Witnesses now) {
    if (!now.equals(witnesses)) {
      witnesses = now;
      untilNanos.keySet().retainAll(now.nodes());
      askedNanos.keySet().retainAll(now.nodes());
      sinceNanos = nowNanos;
      keptUntilNanos = enoughUntil(nowNanos);
    }
  }

  /** Witnesses to ask for a vow now, this node itself among them; each counts as asked. */
  public List<String> toAsk(long nowNanos) {
    List<String> ask = new ArrayList<>();
    if (!witnesses.contains(node)) {
      return ask;
    }
    for (String witness : witnesses.nodes()) {
      Long asked = askedNanos.get(witness);
      if (asked == null || nowNanos - asked >= ASK_NANOS) {
        askedNanos.put(witness, nowNanos);
        ask.add(witness);
      }
    }
    return ask;
  }

  /**
   * A witness has vowed.
   *
   * @param sentNanos when this node, on its own clock, had asked for it
   */
  public void vowed(long nowNanos, String witness, long sentNanos, long vowMillis) {
    long vowNanos = Durations.held(Durations.ofMillis(Math.clamp(vowMillis, 0, MOST_MILLIS)));
    if (!witnesses.contains(witness) || sentNanos - nowNanos > 0) {
      return;
    }
    untilNanos.merge(witness, sentNanos + vowNanos, (a, b) -> a - b > 0 ? a : b);
    if (keptUntilNanos - nowNanos <= 0) {
      sinceNanos = nowNanos;
    }
    keptUntilNanos = enoughUntil(nowNanos);
  }

  private static final long MOST_MILLIS = Witness.VOW_MILLIS;

  /** How many witnesses are bound by what they vowed to this node. */
  public int inForce(long nowNanos) {
    return (int) untilNanos.values().stream().filter(until -> until - nowNanos > 0).count();
  }

  public Witnesses witnesses() {
    return witnesses;
  }

  /** Since when enough of them have been bound, without a gap. */
  public long sinceNanos() {
    return sinceNanos;
  }

  /** Until when they are; not after {@code nowNanos} if too few are. */
  public long untilNanos() {
    return keptUntilNanos;
  }

  /** When the first moment comes at which fewer than enough are bound. */
  private long enoughUntil(long nowNanos) {
    List<Long> ends =
        untilNanos.values().stream()
            .filter(until -> until - nowNanos > 0)
            .sorted(Comparator.comparing((Long until) -> nowNanos - until))
            .toList();
    int enough = witnesses.toKeep();
    return witnesses.isEmpty() || ends.size() < enough ? nowNanos : ends.get(enough - 1);
  }
}
