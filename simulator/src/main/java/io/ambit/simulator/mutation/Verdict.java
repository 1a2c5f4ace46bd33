package io.ambit.simulator.mutation;

import java.util.Locale;

/**
 * What became of a mutant.
 *
 * @param killedBy the invariant that noticed, or empty if none did
 * @param seeds how many were run
 * @param faults how many are left after shrinking
 */
public record Verdict(
    Mutant mutant,
    String killedBy,
    String message,
    long seed,
    long seeds,
    double seconds,
    int faults) {
  public static final String HEAD =
      "| Mutant | The rule it takes out | Killed by | Seeds | Seconds | Faults left |\n"
          + "|---|---|---|--:|--:|--:|";

  public boolean isKilled() {
    return !killedBy.isEmpty();
  }

  /** One row of the table. */
  public String row() {
    return String.format(
        Locale.ROOT,
        "| `%s` | %s | %s | %d | %.1f | %s |",
        mutant.name(),
        mutant.rule(),
        isKilled() ? killedBy : "**survived**",
        seeds,
        seconds,
        isKilled() ? Integer.toString(faults) : "");
  }
}
