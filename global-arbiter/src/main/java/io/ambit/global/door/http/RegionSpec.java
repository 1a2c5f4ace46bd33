package io.ambit.global.door.http;

import io.ambit.model.Limit;
import io.ambit.model.RegionDeclaration;
import io.ambit.model.RegionDeclaration.AdminState;
import io.ambit.model.Words;
import org.jspecify.annotations.Nullable;

/** What operators declare about a region; all of it may be left out. */
record RegionSpec(
    @Nullable Long capacityPerSecond, @Nullable Long weight, @Nullable String adminState) {

  static RegionSpec of(RegionDeclaration region) {
    return new RegionSpec(
        region.capacityPerSecond(), region.weight(), Words.of(region.adminState()));
  }

  RegionDeclaration read(Faults faults) {
    RegionDeclaration unsaid = RegionDeclaration.DEFAULT;
    long capacity =
        faults.number(
            Steps.of("spec", "capacityPerSecond"),
            capacityPerSecond,
            unsaid.capacityPerSecond(),
            0,
            Limit.MAX_UNITS);
    long counts =
        faults.number(Steps.of("spec", "weight"), weight, unsaid.weight(), 1, Limit.MAX_WEIGHT);
    AdminState state =
        faults.word(
            Steps.of("spec", "adminState"), AdminState.class, adminState, unsaid.adminState());
    faults.end();
    return new RegionDeclaration(capacity, counts, state);
  }
}
