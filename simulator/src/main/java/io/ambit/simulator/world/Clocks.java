package io.ambit.simulator.world;

import io.ambit.simulator.engine.DriftingClock;

/** How wrong the clocks of a world are, besides showing any time at all. */
public enum Clocks {
  /** Not at all. */
  TRUE,
  /** Each by itself, half of them as wrong as they may be. */
  ANY,
  /** Edges as slow as may be and all others as fast: leases are held long and charged short. */
  HOLDERS_SLOW,
  /** Edges as fast as may be and all others as slow: tokens arrive early. */
  HOLDERS_FAST;

  /** The clock of an edge, or of one that gives. */
  DriftingClock draw(long bits, boolean edge) {
    DriftingClock any = DriftingClock.draw(bits);
    return switch (this) {
      case TRUE -> DriftingClock.TRUE;
      case ANY -> any;
      case HOLDERS_SLOW -> off(any, edge ? -DriftingClock.WORST : DriftingClock.WORST);
      case HOLDERS_FAST -> off(any, edge ? DriftingClock.WORST : -DriftingClock.WORST);
    };
  }

  private static DriftingClock off(DriftingClock any, int partsPerMillion) {
    return new DriftingClock(any.offsetNanos(), partsPerMillion);
  }
}
