package io.ambit.global.core;

import io.ambit.model.Limit;

/**
 * How far budgets have followed traffic by one spill table. Rates in milli-units per second, of all
 * limits together whatever their units.
 *
 * @param tableRevision the table, which is the version of both
 * @param movedMilli demand that it sends elsewhere
 * @param missingMilli what regions that receive are still to be given, of the limits that move most
 * @param afterMillis since the table was read
 */
public record BudgetFollow(
    long tableRevision, long movedMilli, long missingMilli, Phase phase, long afterMillis) {
  /** How far it is. */
  public enum Phase {
    FOLLOWING,
    /** All but a twentieth is given. */
    FOLLOWED,
    /** Not after a minute: demand is another one by now. */
    GIVEN_UP
  }

  /** For a timeline. */
  String title() {
    return phase == Phase.FOLLOWED ? "budget followed" : "budget missing";
  }

  /** As people read it. */
  String text() {
    String what =
        "by table %d %s/s of demand moved".formatted(tableRevision, movedMilli / Limit.MILLI);
    return phase == Phase.FOLLOWED
        ? "%s; given out %d ms after the table was read".formatted(what, afterMillis)
        : "%s; %s/s not given %d ms after the table was read"
            .formatted(what, missingMilli / Limit.MILLI, afterMillis);
  }
}
