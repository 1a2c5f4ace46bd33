package io.ambit.global.door.http;

import io.ambit.model.FailoverPolicy;
import io.ambit.model.SafetyRules;
import io.ambit.model.SpillTable;
import org.jspecify.annotations.Nullable;

/** What no drain may break, as operators write it; all of it may be left out. */
record SafetyRulesSpec(
    @Nullable Long mostDrained,
    @Nullable Long mostCapacityPercent,
    @Nullable Boolean shedAllowed,
    @Nullable Long evidenceMillis) {
  private static final int PARTS_PER_PERCENT = FailoverPolicy.WHOLE / 100;

  static SafetyRulesSpec of(SafetyRules rules) {
    return new SafetyRulesSpec(
        (long) rules.mostDrained(),
        (long) rules.mostCapacityPerTenThousand() / PARTS_PER_PERCENT,
        rules.shedAllowed(),
        rules.evidenceMillis());
  }

  SafetyRules read(Faults faults) {
    SafetyRules unsaid = SafetyRules.DEFAULT;
    long drained =
        faults.number(
            Steps.of("spec", "mostDrained"),
            mostDrained,
            unsaid.mostDrained(),
            0,
            SpillTable.MOST_REGIONS);
    long capacity =
        faults.number(
            Steps.of("spec", "mostCapacityPercent"),
            mostCapacityPercent,
            unsaid.mostCapacityPerTenThousand() / PARTS_PER_PERCENT,
            0,
            100);
    long evidence =
        faults.number(
            Steps.of("spec", "evidenceMillis"),
            evidenceMillis,
            unsaid.evidenceMillis(),
            1_000,
            3_600_000);
    faults.end();
    return new SafetyRules(
        (int) drained,
        (int) capacity * PARTS_PER_PERCENT,
        Boolean.TRUE.equals(shedAllowed),
        evidence);
  }
}
