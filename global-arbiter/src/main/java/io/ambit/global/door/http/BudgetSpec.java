package io.ambit.global.door.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ambit.model.Budget;
import io.ambit.model.ControlLoss;
import io.ambit.model.Enforcement;
import io.ambit.model.Limit;
import io.ambit.model.OnNoBackend;
import io.ambit.model.OnRegionLoss;
import io.ambit.model.Words;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A budget as operators write it. Only the limits' names and quotas must be said. */
record BudgetSpec(
    @Nullable List<@Nullable LimitSpec> limits,
    @Nullable String enforcement,
    @Nullable OnControlLoss onControlLoss,
    @Nullable String onNoBackend,
    @Nullable String onRegionLoss) {

  /** What an edge does once nobody renews its lease. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record OnControlLoss(
      @Nullable Long graceMillis, @Nullable String mode, @Nullable BigDecimal safeFactor) {

    ControlLoss read(Faults faults, List<Object> at) {
      return new ControlLoss(
          faults.number(
              Steps.to(at, "graceMillis"),
              graceMillis,
              ControlLoss.DEFAULT.graceMillis(),
              0,
              ControlLoss.MAX_GRACE_MILLIS),
          faults.word(
              Steps.to(at, "mode"), ControlLoss.Mode.class, mode, ControlLoss.DEFAULT.mode()),
          factor(faults, Steps.to(at, "safeFactor")));
    }

    private long factor(Faults faults, List<Object> at) {
      BigDecimal factor = safeFactor == null ? BigDecimal.ONE : safeFactor;
      boolean inRange =
          factor.compareTo(BigDecimal.ONE) >= 0 && factor.compareTo(BigDecimal.valueOf(100)) <= 0;
      if (!inRange || factor.stripTrailingZeros().scale() > 3) {
        faults.note(at, "out_of_range", "expected: 1 to 100 with at most three decimals");
        return Limit.MILLI;
      }
      return factor.movePointRight(3).longValueExact();
    }
  }

  static BudgetSpec of(Budget budget) {
    ControlLoss loss = budget.onControlLoss();
    return new BudgetSpec(
        new ArrayList<>(budget.limits().stream().map(LimitSpec::of).toList()),
        Words.of(budget.enforcement()),
        new OnControlLoss(
            loss.graceMillis(), Words.of(loss.mode()), Units.of(loss.safeFactorMilli())),
        Words.of(budget.onNoBackend()),
        Words.of(budget.onRegionLoss()));
  }

  /** The budget this says, with every default filled in. */
  Budget read(Faults faults) {
    List<Limit> read = limits(faults, Steps.of("spec", "limits"));
    Enforcement enforce =
        faults.word(
            Steps.of("spec", "enforcement"), Enforcement.class, enforcement, Enforcement.ENFORCE);
    ControlLoss loss =
        onControlLoss == null
            ? ControlLoss.DEFAULT
            : onControlLoss.read(faults, Steps.of("spec", "onControlLoss"));
    OnNoBackend noBackend =
        faults.word(
            Steps.of("spec", "onNoBackend"), OnNoBackend.class, onNoBackend, OnNoBackend.SHED);
    OnRegionLoss regionLoss =
        faults.word(
            Steps.of("spec", "onRegionLoss"),
            OnRegionLoss.class,
            onRegionLoss,
            OnRegionLoss.AFTER_LEASE);
    faults.end();
    return new Budget(read, enforce, loss, noBackend, regionLoss);
  }

  private List<Limit> limits(Faults faults, List<Object> at) {
    if (limits == null || limits.isEmpty() || limits.size() > Budget.MAX_LIMITS) {
      String code = limits == null ? "required" : "out_of_range";
      faults.note(at, code, "expected: 1 to %d limits".formatted(Budget.MAX_LIMITS));
      return List.of();
    }
    List<Limit> read = new ArrayList<>();
    for (int i = 0; i < limits.size(); i++) {
      LimitSpec limit = limits.get(i);
      if (limit == null) {
        faults.note(Steps.to(at, i), "required", "expected: an object");
      } else {
        limit.read(faults, Steps.to(at, i)).ifPresent(read::add);
      }
    }
    refuseTwins(faults, at);
    return read;
  }

  private void refuseTwins(Faults faults, List<Object> at) {
    Set<String> names = new HashSet<>();
    for (int i = 0; limits != null && i < limits.size(); i++) {
      LimitSpec limit = limits.get(i);
      if (limit != null && limit.name() != null && !names.add(limit.name())) {
        faults.note(Steps.to(at, i, "name"), "duplicate", "names another limit already");
      }
    }
  }
}
