package io.ambit.lease;

import io.ambit.model.LimitKey;

/**
 * What a parent knows of its children's demand before they report it, because it is about to change
 * by what was decided. It is of demand alone: what children may be using is charged as ever, so it
 * decides who is given what there is, never how much there is.
 */
@FunctionalInterface
public interface Foresight {
  /** Nothing but what is reported. */
  Foresight NONE = (child, key, reportedMilli) -> reportedMilli;

  /**
   * What {@code child} is to be taken to ask for of one limit, in milli-units per second.
   *
   * @param reportedMilli what it reported
   */
  long demandMilli(String child, LimitKey key, long reportedMilli);
}
