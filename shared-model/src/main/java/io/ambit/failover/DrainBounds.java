package io.ambit.failover;

import io.ambit.failover.Finding.Rule;
import io.ambit.model.FailoverPolicy;
import io.ambit.model.SafetyRules;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * How much may be drained at once, as {@link SafetyRules} bound it: so many regions, and so much of
 * all declared capacity. Pure.
 */
final class DrainBounds {
  private DrainBounds() {}

  /** What stands against so many regions taking nothing; empty if nothing does. */
  static Optional<Finding> count(SafetyRules rules, SortedSet<String> lost) {
    return lost.size() <= rules.mostDrained()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Rule.DRAINED_REGIONS,
                true,
                "%d regions would be drained: %s (expected: at most %d)"
                    .formatted(lost.size(), String.join(", ", lost), rules.mostDrained())));
  }

  /**
   * What stands against so much capacity being gone; empty if nothing does.
   *
   * @param declaredPerSecond of all regions, by name; 0 of those of which nothing is declared
   */
  static Optional<Finding> capacity(
      SafetyRules rules, SortedMap<String, Long> declaredPerSecond, SortedSet<String> lost) {
    long all = declaredPerSecond.values().stream().mapToLong(each -> each).sum();
    long gone = lost.stream().mapToLong(name -> declaredPerSecond.getOrDefault(name, 0L)).sum();
    return gone * FailoverPolicy.WHOLE <= all * rules.mostCapacityPerTenThousand()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Rule.DRAINED_CAPACITY,
                true,
                "%d/s of %d/s would be drained (expected: at most %s %%)"
                    .formatted(gone, all, percent(rules.mostCapacityPerTenThousand()))));
  }

  private static String percent(int perTenThousand) {
    return perTenThousand % 100 == 0
        ? Integer.toString(perTenThousand / 100)
        : Double.toString(perTenThousand / 100.0);
  }
}
