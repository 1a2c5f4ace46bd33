package io.ambit.edge.overload;

import io.ambit.model.Priority;

/**
 * From requests under way to pressure. The least important priority may fill the limit, and is shed
 * over its last tenth. The others may go beyond it, since their bursts are shorter than they
 * matter: a priority that fits into what the resource can do has room to queue until its burst is
 * over; one that does not fit is shed a little above the limit, since queueing would only grow.
 *
 * <p>Immutable.
 *
 * @param low where shedding a rank begins, in requests under way; ascending
 * @param high where all of a rank is shed, above its {@code low} and not above the next
 */
record Bands(double[] low, double[] high) {
  /** What is shed of the limit: nothing up to the first, everything from the last. */
  private static final double[] TIGHT = {0.9, 1.0, 1.25, 1.6, 2.0};

  /** Added to each, so that small limits leave room for bursts as well. */
  private static final double[] TIGHT_ROOM = {0, 0, 2, 6, 12};

  private static final double[] WIDE = {0.9, 1.0, 2.5, 4.0, 5.5};
  private static final double[] WIDE_ROOM = {0, 0, 20, 50, 80};

  /** No limit is known: no pressure, however many are under way. */
  static final Bands NONE = of(Double.POSITIVE_INFINITY, 1, new boolean[Priority.values().length]);

  /**
   * The bands of a limit.
   *
   * @param part of it that who does not fit is held to for the moment
   * @param fits by rank, whether a priority and all that matter more fit; ascending
   */
  static Bands of(double limit, double part, boolean[] fits) {
    int ranks = fits.length;
    double[] low = new double[ranks];
    double[] high = new double[ranks];
    for (int rank = 0; rank < ranks; rank++) {
      double[] parts = fits[rank] ? WIDE : TIGHT;
      double[] room = fits[rank] ? WIDE_ROOM : TIGHT_ROOM;
      double held = fits[rank] ? 1 : part;
      low[rank] = held * (parts[rank] * limit + room[rank]);
      high[rank] = held * (parts[rank + 1] * limit + room[rank + 1]);
    }
    return new Bands(low, high);
  }

  /** Rising with {@code underWay}, 0 to 1. */
  double pressure(double underWay) {
    int ranks = low.length;
    for (int rank = 0; rank < ranks; rank++) {
      if (underWay <= low[rank]) {
        return (double) rank / ranks;
      }
      if (underWay < high[rank]) {
        return (rank + (underWay - low[rank]) / (high[rank] - low[rank])) / ranks;
      }
    }
    return 1;
  }
}
