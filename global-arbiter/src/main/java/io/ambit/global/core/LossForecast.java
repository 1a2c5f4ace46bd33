package io.ambit.global.core;

import io.ambit.lease.Durations;
import io.ambit.lease.LeaseParent;
import io.ambit.lease.NodeStatus;
import io.ambit.model.ControlLoss;
import io.ambit.model.Limit;
import io.ambit.model.LimitKey;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What a control-loss mode would cost and serve if every region lost the arbiter now and all demand
 * then moved to one of them. All regions together never exceed {@code k · L}; a region alone has
 * its last share and an equal part of {@code (k − 1) · L}, so of a demand {@code D} it serves at
 * most
 *
 * <pre>min(1, (share + (k − 1) · L / regions) / min(D, L))</pre>
 *
 * <p>which is {@code k · share · L / D} where shares are equal. Pure. Rates in milli-units per
 * second.
 *
 * @param limitMilli L
 * @param demandMilli D, at most L
 * @param sharesMilli the last share of each region; they sum to no more than L
 */
public record LossForecast(long limitMilli, long demandMilli, SortedMap<String, Long> sharesMilli) {

  private static final long LARGEST_FACTOR_MILLI = 100_000;

  /**
   * From what regions hold of {@code key} and are asked for now. A limit that nobody holds anything
   * of yet is taken to be shared equally, and one that nobody asks for to be asked for in full.
   */
  public static LossForecast of(LeaseParent regions, long nowNanos, LimitKey key, Limit limit) {
    return of(
        regions,
        nowNanos,
        limit,
        region -> regions.charged(region, key).rateMilli(),
        regions.offeredPerSecondMilli(nowNanos, key));
  }

  /** Of a limit that nobody in particular has. */
  public static LossForecast of(LeaseParent regions, long nowNanos, Limit limit) {
    return of(regions, nowNanos, limit, region -> 0, 0);
  }

  private static LossForecast of(
      LeaseParent regions,
      long nowNanos,
      Limit limit,
      ToLongFunction<String> chargedMilli,
      long offeredMilli) {
    List<String> names =
        regions.roster(nowNanos).stream()
            .filter(region -> !region.left())
            .map(NodeStatus::node)
            .toList();
    long sum = names.stream().mapToLong(chargedMilli).sum();
    SortedMap<String, Long> shares = new TreeMap<>();
    for (String region : names) {
      double part = sum == 0 ? 1.0 / names.size() : (double) chargedMilli.applyAsLong(region) / sum;
      shares.put(region, (long) (Durations.derated(limit.rateMilli()) * part));
    }
    long rate = limit.rateMilli();
    return new LossForecast(rate, offeredMilli == 0 ? rate : Math.min(offeredMilli, rate), shares);
  }

  /**
   * The most that all regions together admit per second once grace is over; without a limit, -1.
   */
  public long totalMilli(ControlLoss.Mode mode, long factorMilli) {
    return switch (mode) {
      case HOLD -> limitMilli;
      case SAFE -> limitMilli * factorMilli / Limit.MILLI;
      case CLOSED -> 0;
      case OPEN -> -1;
    };
  }

  /** The most that {@code region} admits per second by itself; without a limit, -1. */
  public long mostMilli(String region, ControlLoss.Mode mode, long factorMilli) {
    long share = sharesMilli.getOrDefault(region, 0L);
    long more = limitMilli * (factorMilli - Limit.MILLI) / Limit.MILLI / sharesMilli.size();
    return switch (mode) {
      case HOLD -> share;
      case SAFE -> share + more;
      case CLOSED -> 0;
      case OPEN -> -1;
    };
  }

  /** The part of the demand that {@code region} serves if all of it comes there, 0 to 1. */
  public double served(String region, ControlLoss.Mode mode, long factorMilli) {
    long most = mostMilli(region, mode, factorMilli);
    return most < 0 ? 1 : Math.min(1, (double) most / demandMilli);
  }

  /** The same where it is least; 1 while no region is known. */
  public double servedAtWorst(ControlLoss.Mode mode, long factorMilli) {
    return sharesMilli.keySet().stream()
        .mapToDouble(region -> served(region, mode, factorMilli))
        .min()
        .orElse(1);
  }

  /** The smallest k in thousandths with which any region could serve all of the demand. */
  public long factorToServeAllMilli() {
    long least = sharesMilli.values().stream().mapToLong(Long::longValue).min().orElse(limitMilli);
    double missing = Math.max(0, demandMilli - least);
    double factor =
        Limit.MILLI + Math.ceil(missing * Limit.MILLI * sharesMilli.size() / limitMilli);
    return (long) Math.min(LARGEST_FACTOR_MILLI, factor);
  }
}
