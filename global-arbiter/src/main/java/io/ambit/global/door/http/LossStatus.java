package io.ambit.global.door.http;

import io.ambit.global.core.LossForecast;
import io.ambit.model.ControlLoss;
import io.ambit.model.Limit;
import io.ambit.model.Words;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What would happen to one limit if every region lost the arbiter, mode by mode, so that an
 * operator sees what a mode costs before declaring it.
 *
 * @param declared the mode that the budget declares
 * @param assumedDemandPerSecond what is asked for now, at most the limit; the limit if nothing is
 * @param safeFactorToServeAll the smallest k of {@code safe(k)} with which any region could serve
 *     all of that alone
 */
record LossStatus(
    String declared,
    long graceMillis,
    BigDecimal assumedDemandPerSecond,
    BigDecimal safeFactorToServeAll,
    List<ModeView> modes) {

  /**
   * One mode.
   *
   * @param safeFactor k; null but for {@code safe}
   * @param totalPerSecond the most that all regions together admit; null if there is no limit
   * @param totalFactor the same as a multiple of the limit
   * @param totalBurst what may come at once on top, in all
   * @param utilizationAfterFullShift the part of the demand that is served if all of it moves to
   *     the region where that is least
   */
  record ModeView(
      String mode,
      @Nullable BigDecimal safeFactor,
      @Nullable BigDecimal totalPerSecond,
      @Nullable BigDecimal totalFactor,
      @Nullable BigDecimal totalBurst,
      BigDecimal utilizationAfterFullShift,
      SortedMap<String, RegionView> regions) {}

  /** One region under one mode; {@code mostPerSecond} is null if there is no limit. */
  record RegionView(@Nullable BigDecimal mostPerSecond, BigDecimal utilizationAfterFullShift) {}

  static LossStatus of(LossForecast forecast, Limit limit, ControlLoss declared) {
    List<ModeView> modes = new ArrayList<>();
    modes.add(view(forecast, limit, ControlLoss.Mode.HOLD, Limit.MILLI));
    long toServeAll = forecast.factorToServeAllMilli();
    if (declared.mode() == ControlLoss.Mode.SAFE) {
      modes.add(view(forecast, limit, ControlLoss.Mode.SAFE, declared.safeFactorMilli()));
    }
    if (declared.mode() != ControlLoss.Mode.SAFE || declared.safeFactorMilli() != toServeAll) {
      modes.add(view(forecast, limit, ControlLoss.Mode.SAFE, toServeAll));
    }
    modes.add(view(forecast, limit, ControlLoss.Mode.CLOSED, Limit.MILLI));
    modes.add(view(forecast, limit, ControlLoss.Mode.OPEN, Limit.MILLI));
    return new LossStatus(
        Words.of(declared.mode()),
        declared.graceMillis(),
        Units.of(forecast.demandMilli()),
        Units.of(toServeAll),
        modes);
  }

  private static ModeView view(
      LossForecast forecast, Limit limit, ControlLoss.Mode mode, long factorMilli) {
    long total = forecast.totalMilli(mode, factorMilli);
    boolean bounded = total >= 0;
    long timesMilli = mode == ControlLoss.Mode.CLOSED ? 0 : factorMilli;
    SortedMap<String, RegionView> regions = new TreeMap<>();
    for (String region : forecast.sharesMilli().keySet()) {
      long most = forecast.mostMilli(region, mode, factorMilli);
      regions.put(
          region,
          new RegionView(
              most < 0 ? null : Units.of(most), ratio(forecast.served(region, mode, factorMilli))));
    }
    return new ModeView(
        Words.of(mode),
        mode == ControlLoss.Mode.SAFE ? Units.of(factorMilli) : null,
        bounded ? Units.of(total) : null,
        bounded ? Units.of(timesMilli) : null,
        bounded ? Units.of(limit.depthMilli() / Limit.MILLI * timesMilli) : null,
        ratio(forecast.servedAtWorst(mode, factorMilli)),
        regions);
  }

  /** Rounded down: what is promised is there. */
  private static BigDecimal ratio(double part) {
    return BigDecimal.valueOf(part).setScale(4, RoundingMode.DOWN).stripTrailingZeros();
  }
}
