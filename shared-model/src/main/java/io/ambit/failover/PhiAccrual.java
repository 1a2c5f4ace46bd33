package io.ambit.failover;

/**
 * How surely somebody who sends heartbeats is gone, as a number that grows as they stay away: <i>φ
 * = −log₁₀ P(the next comes later than this)</i>, so that whoever suspects from φ = 1 on is wrong
 * once in ten silences, from 8 on once in 10⁸, where the gaps between heartbeats are as they were.
 * N. Hayashibara, X. Défago, R. Yared, T. Katayama: <i>The φ Accrual Failure Detector</i>, SRDS
 * 2004. A slow or irregular sender is given more time than a quick one, without a setting for each.
 *
 * <p>The last {@value #WINDOW} gaps are taken as normally distributed; its tail by the logistic
 * approximation of Bowling et al. (2009), which exaggerates far out: at five deviations it says 7.3
 * where the normal distribution has 6.5. Their deviation counts as {@value #LEAST_DEVIATION_MILLIS}
 * ms at least, since a sender that was steady for a while is not certain to stay so, and {@value
 * #PAUSE_MILLIS} ms are acceptable on top of the mean: a collection of garbage, a change of a
 * broker's leader. Silence of {@value #LONGEST_MILLIS} ms or more is an outage, not a gap, and
 * teaches nothing. Before {@value #LEAST} gaps φ is 0.
 *
 * <p>Time is an argument, in milliseconds of any clock that does not go back. Not thread-safe;
 * takes about a kilobyte.
 */
public final class PhiAccrual {
  static final int WINDOW = 128;
  static final int LEAST = 10;
  static final long LEAST_DEVIATION_MILLIS = 100;
  static final long PAUSE_MILLIS = 1_000;
  static final long LONGEST_MILLIS = 3_000;

  /** More than this says nothing more. */
  public static final double MOST = 100;

  private final long[] gaps = new long[WINDOW];
  private int count;
  private int next;
  private long sum;
  private long squares;
  private boolean heard;
  private long heardMillis;

  /** A heartbeat came. */
  public void heard(long nowMillis) {
    long gap = nowMillis - heardMillis;
    if (heard && gap >= 0 && gap < LONGEST_MILLIS) {
      learn(gap);
    }
    heard = true;
    heardMillis = nowMillis;
  }

  private void learn(long gap) {
    long oldest = gaps[next];
    sum += gap - oldest;
    squares += gap * gap - oldest * oldest;
    gaps[next] = gap;
    next = (next + 1) % WINDOW;
    count = Math.min(count + 1, WINDOW);
  }

  /** For how long none came; 0 before the first. */
  public long silentMillis(long nowMillis) {
    return heard ? Math.max(0, nowMillis - heardMillis) : 0;
  }

  /** φ as of now, 0 to {@link #MOST}. */
  public double phi(long nowMillis) {
    if (count < LEAST) {
      return 0;
    }
    double mean = (double) sum / count;
    double variance = Math.max(0, (double) squares / count - mean * mean);
    double deviation = Math.max(LEAST_DEVIATION_MILLIS, Math.sqrt(variance));
    return later((silentMillis(nowMillis) - mean - PAUSE_MILLIS) / deviation);
  }

  /** −log₁₀ of how likely a normal variable is to exceed its mean by so many deviations. */
  private static double later(double deviations) {
    double logit = deviations * (1.5976 + 0.070566 * deviations * deviations);
    // ln(1 + e^logit), which neither overflows nor loses what is left of a small one.
    double surprise = Math.max(0, logit) + Math.log1p(Math.exp(-Math.abs(logit)));
    return Math.min(MOST, surprise / Math.log(10));
  }
}
