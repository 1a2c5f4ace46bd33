package io.ambit.edge.overload;

/**
 * How many requests per second to let through where what is under way cannot be counted. What comes
 * back while requests queue is what the resource can do; a little less or more than that is let
 * through, so that requests take about twice as long as they must. Outcomes may be told late, so it
 * corrects slowly: for each tenth of a second that requests take too long, 2 % less. BBR paces a
 * connection likewise.
 *
 * <p>One thread.
 */
final class Pacing {
  private static final double FOLLOW_SECONDS = 2;

  /** A queue that is beyond doubt. */
  private static final double PATENT = 5;

  private static final double FOLLOW_PATENT_SECONDS = 0.3;

  /** Requests that take half as long again as they must have queued. */
  private static final double QUEUED = 1.3;

  private static final double TARGET = 2;
  private static final double TARGET_SECONDS = 0.01;
  private static final double PER_SECOND_TOO_LONG = 0.2;
  private static final double LEAST_GAIN = 0.6;
  private static final double MOST_GAIN = 1.05;

  /** Where nothing queues although something is shed there is more to have, perhaps much more. */
  private static final double GROW_PER_SECOND = 0.05;

  private static final double MOST_GROW_PER_SECOND = 0.5;

  private static final double DRAINED = 0.5;

  private double perSecond;
  private double growPerSecond = GROW_PER_SECOND;

  /**
   * Learns from the last interval.
   *
   * @param begunPerSecond what was let through
   * @param sheds whether anything was held back
   */
  void learn(double seconds, ConcurrencyLimit limit, double begunPerSecond, boolean sheds) {
    double rate = limit.ratePerSecond();
    double times = limit.latencySeconds() / limit.baseSeconds();
    if (!limit.isSteered()) {
      perSecond = Math.max(rate, begunPerSecond);
    } else if (limit.part() < 1) {
      return;
    } else if (times > QUEUED) {
      double follow = times > PATENT ? FOLLOW_PATENT_SECONDS : FOLLOW_SECONDS;
      perSecond += (rate - perSecond) * Math.min(1, seconds / follow);
      growPerSecond = GROW_PER_SECOND;
    } else if (sheds) {
      perSecond = Math.max(rate, perSecond * (1 + growPerSecond * seconds));
      growPerSecond = Math.min(MOST_GROW_PER_SECOND, growPerSecond * (1 + seconds));
    }
  }

  private static double gain(ConcurrencyLimit limit) {
    double target = TARGET * limit.baseSeconds() + TARGET_SECONDS;
    double gain = 1 - PER_SECOND_TOO_LONG * (limit.latencySeconds() - target);
    return Math.clamp(gain, LEAST_GAIN, MOST_GAIN);
  }

  /** What may be let through per second; without bound as long as there was no need of one. */
  double perSecond(ConcurrencyLimit limit) {
    if (!limit.isSteered()) {
      return Double.POSITIVE_INFINITY;
    }
    double part = limit.part() < 1 ? DRAINED : 1;
    return part * perSecond * gain(limit);
  }
}
