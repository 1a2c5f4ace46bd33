package io.ambit.failover;

import io.ambit.model.Bounds;

/**
 * A spill table that a region keeps from its edges, as a region tells the arbiter.
 *
 * @param revision the table's place in the arbiter's log
 * @param why what stands against it, for people; at most {@value #MOST_CHARS} characters
 */
public record TableRefusal(long revision, String why) {
  static final int MOST_CHARS = 300;

  public TableRefusal {
    Bounds.require("revision", revision, 1, Long.MAX_VALUE);
    why = why.length() <= MOST_CHARS ? why : why.substring(0, MOST_CHARS);
  }
}
