package io.ambit.simulator.invariant;

import io.ambit.model.PolicyKey;
import io.ambit.model.PolicyRecord;
import io.ambit.simulator.bus.Stored;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Operator intent changes one version at a time, and what was acknowledged to an operator stays in
 * the log: no later record of the object rests on an earlier version.
 */
public final class IntentKept {
  private final SortedMap<String, Long> generations = new TreeMap<>();
  private final SortedMap<String, Boolean> deleted = new TreeMap<>();

  public void stored(long nowNanos, Stored record) {
    if (!(record.value() instanceof PolicyRecord policy)) {
      return;
    }
    String key = record.key();
    long before = deleted.getOrDefault(key, true) ? 0 : generations.getOrDefault(key, 0L);
    if (policy.generation() != before + 1) {
      throw new Violation(
          "IntentKept",
          nowNanos,
          "%s: generation %d after %d".formatted(key, policy.generation(), before));
    }
    generations.put(key, policy.generation());
    deleted.put(key, policy.deleted());
  }

  /** An operator was told that this is committed. */
  public void acknowledged(long nowNanos, PolicyRecord record) {
    PolicyKey key = record.key();
    if (generations.getOrDefault(key.toString(), 0L) < record.generation()
        && !deleted.getOrDefault(key.toString(), false)) {
      throw new Violation("IntentKept", nowNanos, key + " was acknowledged and is not there");
    }
  }
}
