package io.ambit.wire;

import io.ambit.model.Alignment;
import io.ambit.model.Budget;
import io.ambit.model.ControlLoss;
import io.ambit.model.Enforcement;
import io.ambit.model.Lending;
import io.ambit.model.Limit;
import io.ambit.model.OnNoBackend;
import io.ambit.model.OnRegionLoss;
import io.ambit.model.RegionBounds;
import io.ambit.wire.v1.V1;
import java.util.SortedMap;
import java.util.TreeMap;

/** The budget inside a policy record. */
final class BudgetCodec {
  private BudgetCodec() {}

  static V1.BudgetSpec write(Budget budget) {
    V1.BudgetSpec.Builder builder =
        V1.BudgetSpec.newBuilder()
            .setEnforcement(Choices.write(budget.enforcement()))
            .setGraceMillis(budget.onControlLoss().graceMillis())
            .setControlLossMode(Choices.write(budget.onControlLoss().mode()))
            .setSafeFactorMilli(budget.onControlLoss().safeFactorMilli());
    if (budget.onNoBackend() != OnNoBackend.SHED) {
      builder.setOnNoBackend(Choices.write(budget.onNoBackend()));
    }
    if (budget.onRegionLoss() != OnRegionLoss.AFTER_LEASE) {
      builder.setOnRegionLoss(Choices.write(budget.onRegionLoss()));
    }
    budget.limits().forEach(limit -> builder.addLimits(write(limit)));
    return builder.build();
  }

  static Budget read(V1.BudgetSpec budget) {
    return new Budget(
        Lists.read("limits", budget.getLimitsList(), Budget.MAX_LIMITS, BudgetCodec::read),
        Choices.read("enforcement", Enforcement.class, budget.getEnforcement()),
        new ControlLoss(
            budget.getGraceMillis(),
            Choices.read("mode", ControlLoss.Mode.class, budget.getControlLossMode()),
            budget.getSafeFactorMilli()),
        onNoBackend(budget.getOnNoBackend()),
        onRegionLoss(budget.getOnRegionLoss()));
  }

  /** Writers before there were backends said nothing. */
  private static OnNoBackend onNoBackend(String word) {
    return word.isEmpty() ? OnNoBackend.SHED : Choices.read("onNoBackend", OnNoBackend.class, word);
  }

  /** Nor did writers who knew but one way. */
  private static OnRegionLoss onRegionLoss(String word) {
    return word.isEmpty()
        ? OnRegionLoss.AFTER_LEASE
        : Choices.read("onRegionLoss", OnRegionLoss.class, word);
  }

  private static V1.LimitSpec write(Limit limit) {
    V1.LimitSpec.Builder builder =
        V1.LimitSpec.newBuilder()
            .setName(limit.name())
            .setUnit(limit.unit())
            .setQuota(limit.quota())
            .setWindowSeconds(limit.windowSeconds())
            .setBurst(limit.burst())
            .setGuaranteed(limit.guaranteed())
            .setCeiling(limit.ceiling())
            .setWeight(limit.weight());
    if (limit.alignment() != Alignment.NONE) {
      builder.setAlignment(Choices.write(limit.alignment()));
    }
    if (limit.lending().borrowingLimit() < Lending.UNLIMITED) {
      builder.setBorrowingLimit(limit.lending().borrowingLimit());
    }
    if (limit.lending().lendingLimit() < Lending.UNLIMITED) {
      builder.setLendingLimit(limit.lending().lendingLimit());
    }
    limit.regions().forEach((region, bounds) -> builder.addRegions(write(region, bounds)));
    return builder.build();
  }

  private static Limit read(V1.LimitSpec limit) {
    return new Limit(
        limit.getName(),
        limit.getUnit(),
        limit.getQuota(),
        limit.getWindowSeconds(),
        limit.getBurst(),
        limit.getGuaranteed(),
        limit.getCeiling(),
        limit.getWeight(),
        regions(limit),
        alignment(limit.getAlignment()),
        new Lending(
            limit.hasBorrowingLimit() ? limit.getBorrowingLimit() : Lending.UNLIMITED,
            limit.hasLendingLimit() ? limit.getLendingLimit() : Lending.UNLIMITED));
  }

  /** Writers before period budgets said nothing. */
  private static Alignment alignment(String word) {
    return word.isEmpty() ? Alignment.NONE : Choices.read("alignment", Alignment.class, word);
  }

  private static V1.RegionBounds write(String region, RegionBounds bounds) {
    V1.RegionBounds.Builder builder =
        V1.RegionBounds.newBuilder()
            .setRegion(region)
            .setGuaranteed(bounds.guaranteed())
            .setCeiling(bounds.ceiling());
    if (bounds.lending().borrowingLimit() < Lending.UNLIMITED) {
      builder.setBorrowingLimit(bounds.lending().borrowingLimit());
    }
    if (bounds.lending().lendingLimit() < Lending.UNLIMITED) {
      builder.setLendingLimit(bounds.lending().lendingLimit());
    }
    return builder.build();
  }

  private static RegionBounds read(V1.RegionBounds bounds) {
    return new RegionBounds(
        bounds.getGuaranteed(),
        bounds.getCeiling(),
        new Lending(
            bounds.hasBorrowingLimit() ? bounds.getBorrowingLimit() : Lending.UNLIMITED,
            bounds.hasLendingLimit() ? bounds.getLendingLimit() : Lending.UNLIMITED));
  }

  private static SortedMap<String, RegionBounds> regions(V1.LimitSpec limit) {
    SortedMap<String, RegionBounds> regions = new TreeMap<>();
    for (V1.RegionBounds each : limit.getRegionsList()) {
      if (regions.put(each.getRegion(), read(each)) != null) {
        throw new IllegalArgumentException(
            "regions: '%.80s' is there twice".formatted(each.getRegion()));
      }
    }
    return regions;
  }
}
