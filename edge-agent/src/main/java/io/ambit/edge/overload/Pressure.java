package io.ambit.edge.overload;

import io.ambit.model.Priority;

/**
 * Who is shed at which pressure. Pressure goes from 0, everybody goes, to 1, nobody does. Each
 * priority has a quarter of it, the least important the first: within its own quarter a priority is
 * shed in part, above it altogether, below it not at all. So at one pressure no request is ever
 * refused while one that matters less would go, whatever the two draw.
 *
 * <p>Which part of a priority goes is not up to chance but to a request's <em>draw</em>, from 0 to
 * below 1: whoever asks again with the same draw under the same pressure gets the same answer.
 */
public final class Pressure {
  private static final Priority[] PRIORITIES = Priority.values();
  private static final int BANDS = PRIORITIES.length;

  private Pressure() {}

  /** Whether a request is shed. */
  public static boolean sheds(double pressure, Priority priority, double draw) {
    return draw < shedShare(pressure, priority);
  }

  /** The highest pressure at which such a request still goes. */
  static double highestFor(Priority priority, double draw) {
    return (rank(priority) + draw) / BANDS;
  }

  /** The part of a priority that is shed, 0 to 1. */
  public static double shedShare(double pressure, Priority priority) {
    return Math.clamp(pressure * BANDS - rank(priority), 0.0, 1.0);
  }

  /**
   * The pressure at which no more is let through than there is capacity: the most important first,
   * and of the first that does not fit whole, as much as fits.
   *
   * @param offered per second, indexed by {@link Priority#ordinal()}
   */
  public static double fitting(double[] offered, double capacity) {
    double left = capacity;
    for (Priority priority : PRIORITIES) {
      double wanted = offered[priority.ordinal()];
      if (wanted > left) {
        return (rank(priority) + 1 - left / wanted) / BANDS;
      }
      left -= wanted;
    }
    return 0;
  }

  /** How many priorities matter less. */
  static int rank(Priority priority) {
    return BANDS - 1 - priority.ordinal();
  }
}
