package io.ambit.model;

/**
 * What no drain may break, whoever asks for it.
 *
 * @param mostDrained so many regions may be drained at once
 * @param mostCapacityPerTenThousand so much of all declared capacity may be drained at once
 * @param shedAllowed whether a drain may go that leaves less room than there is demand without its
 *     asker accepting what is shed
 * @param evidenceMillis what a drain rests on may be so old
 */
public record SafetyRules(
    int mostDrained, int mostCapacityPerTenThousand, boolean shedAllowed, long evidenceMillis)
    implements PolicySpec {
  public static final SafetyRules DEFAULT = new SafetyRules(1, 5_000, false, 10_000);

  public SafetyRules {
    Bounds.require("mostDrained", mostDrained, 0, SpillTable.MOST_REGIONS);
    Bounds.require(
        "mostCapacityPerTenThousand", mostCapacityPerTenThousand, 0, FailoverPolicy.WHOLE);
    Bounds.require("evidenceMillis", evidenceMillis, 1_000, 3_600_000);
  }
}
