package io.ambit.region.core;

import io.ambit.escrow.Allotments;
import io.ambit.escrow.EscrowRelay;
import io.ambit.escrow.EscrowReport;
import java.util.ArrayList;
import java.util.List;

/**
 * The region's period budgets, from what its own log says onward. Not thread-safe.
 *
 * <p>The epoch makes a successor's reports newer than those of whoever led before.
 */
final class RegionEscrow {
  private static final int SEQUENCE_BITS = 32;

  private final String region;
  private final List<Allotments> given = new ArrayList<>();
  private EscrowRelay relay;

  RegionEscrow(String region) {
    this.region = region;
    this.relay = new EscrowRelay(region, 0);
  }

  /** What this region's owner allotted before it last stopped. */
  void restore(Allotments allotments) {
    given.add(allotments);
  }

  void lead(long epoch) {
    relay = new EscrowRelay(region, epoch << SEQUENCE_BITS);
    given.forEach(relay::restore);
    given.clear();
  }

  void apply(Allotments allotments) {
    relay.apply(allotments);
  }

  void receive(long nowNanos, EscrowReport report) {
    relay.receive(nowNanos, report);
  }

  List<RegionEffect> tick(long nowNanos, long wallMillis) {
    List<RegionEffect> effects = new ArrayList<>();
    if (wallMillis > 0) {
      relay
          .round(nowNanos, wallMillis / 1_000)
          .forEach(allotments -> effects.add(new RegionEffect.Allot(allotments)));
      relay
          .report(nowNanos)
          .ifPresent(report -> effects.add(new RegionEffect.ReportEscrow(report)));
    }
    return effects;
  }

  EscrowRelay relay() {
    return relay;
  }
}
