package io.ambit.failover;

import io.ambit.model.Bounds;
import io.ambit.model.Priority;

/** Requests per second by priority. */
public record Demand(long criticalPlus, long critical, long sheddablePlus, long sheddable) {
  public static final Demand NONE = new Demand(0, 0, 0, 0);

  /** More than all there is, so that sums of many still fit. */
  public static final long MOST = 1_000_000_000_000L;

  public Demand {
    Bounds.require("criticalPlus", criticalPlus, 0, MOST);
    Bounds.require("critical", critical, 0, MOST);
    Bounds.require("sheddablePlus", sheddablePlus, 0, MOST);
    Bounds.require("sheddable", sheddable, 0, MOST);
  }

  /** One number for each priority, most important first. */
  public static Demand of(long... perSecond) {
    return new Demand(perSecond[0], perSecond[1], perSecond[2], perSecond[3]);
  }

  public long of(Priority priority) {
    return switch (priority) {
      case CRITICAL_PLUS -> criticalPlus;
      case CRITICAL -> critical;
      case SHEDDABLE_PLUS -> sheddablePlus;
      case SHEDDABLE -> sheddable;
    };
  }

  public Demand plus(Demand other) {
    return new Demand(
        criticalPlus + other.criticalPlus,
        critical + other.critical,
        sheddablePlus + other.sheddablePlus,
        sheddable + other.sheddable);
  }

  public long total() {
    return criticalPlus + critical + sheddablePlus + sheddable;
  }
}
